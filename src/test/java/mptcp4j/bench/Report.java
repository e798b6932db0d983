package mptcp4j.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;

/** Tables in Markdown, as {@code docs/benchmarks.md} has them, and whether every bar was reached. */
final class Report {
    private final PrintStream out;
    private boolean passed = true;

    Report(PrintStream out) {
        this.out = out;
    }

    boolean passed() {
        return passed;
    }

    /** Says when and on what the numbers came to be. */
    void machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        out.printf(
                "%s, %d cores of %s, Linux %s, %s %s%n",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                model,
                System.getProperty("os.version"),
                System.getProperty("java.vm.name"),
                Runtime.version());
    }

    /** Begins a table. */
    void table(String... headings) {
        out.println();
        row(headings);
        row(Collections.nCopies(headings.length, "---").toArray(String[]::new));
    }

    void row(String... cells) {
        out.println("| " + String.join(" | ", List.of(cells)) + " |");
        out.flush();
    }

    /** Returns the word for whether a bar was reached, and remembers it. */
    String verdict(boolean reached) {
        passed &= reached;
        return reached ? "passed" : "**FAILED**";
    }
}
