package mptcp4j.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long a user waits for a short command: from the start of its process to its end. */
final class StartUp {
    private static final String LAUNCHER = "scripts/mptcp4j";
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 21;
    private static final double MOST_MILLIS = 250;

    private StartUp() {}

    static void run(Report report) throws IOException {
        report.table("from start to end, ms", "median", "quartiles", "at most", "");
        for (String command : List.of("--version", "limits show", "endpoint show")) {
            List<String> line = new ArrayList<>(List.of(LAUNCHER));
            line.addAll(List.of(command.split(" ")));
            for (int i = 0; i < WARM_UPS; i++) {
                millis(line);
            }
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                times.add(millis(line));
            }
            Spread spread = Spread.of(times.stream().mapToDouble(Double::doubleValue));
            report.row(
                    "`" + String.join(" ", line) + "`",
                    "%.0f".formatted(spread.median()),
                    "%.0f to %.0f".formatted(spread.lower(), spread.upper()),
                    "%.0f".formatted(MOST_MILLIS),
                    report.verdict(spread.median() <= MOST_MILLIS));
        }
    }

    private static double millis(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        long since = System.nanoTime();
        int exit = waitFor(builder.start());
        if (exit != 0) {
            throw new IOException(command + " ended with " + exit);
        }
        return (System.nanoTime() - since) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private static int waitFor(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
