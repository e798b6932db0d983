package mptcp4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import mptcp4j.cli.demo.Demo;
import mptcp4j.cli.demo.DemoResult;
import mptcp4j.cli.demo.DemoSettings;
import mptcp4j.cli.demo.Progress;
import mptcp4j.cli.report.HtmlReport;
import mptcp4j.cli.report.JsonReport;
import mptcp4j.cli.report.LiveView;
import mptcp4j.cli.report.PlainView;
import mptcp4j.cli.report.Screen;
import mptcp4j.cli.report.SilentView;
import mptcp4j.cli.report.TextReport;
import mptcp4j.cli.words.UsageException;
import mptcp4j.lab.Rate;
import mptcp4j.linux.Backends;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo [--rate RATE] [--paths N] [--seconds N] [--report FILE] [-j]} */
@Command(
        name = "demo",
        description = {
            "Shows on this machine's kernel what Multipath TCP does.",
            "",
            "Builds a laboratory of network namespaces, in which two hosts have several paths to each other, and lets a"
                    + " Java program send over plain TCP, then over MPTCP, then over MPTCP while a path fails and comes"
                    + " back. Nothing outside the laboratory is touched, and nothing is left of it.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j demo                            two paths, a minute or less",
            "  mptcp4j demo --rate 1gbit --paths 3     three paths of 1 Gbit/s",
            "  mptcp4j demo -j | jq .aggregation       for a program",
        })
final class DemoCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final String command;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            defaultValue = "100mbit",
            converter = RateConverter.class,
            description = "Rate of each path, from 10mbit to 10gbit. Default: ${DEFAULT-VALUE}")
    private Rate rate = Rate.mbit(100);

    @Option(
            names = "--paths",
            paramLabel = "N",
            defaultValue = "2",
            description = "Number of paths, from 2 to 8. Default: ${DEFAULT-VALUE}")
    private int paths;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "How long each of the five transfers sends, from 1 to 60. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where to write the report, a page that opens without a network. Default: a new file"
                    + " mptcp4j-demo.html, mptcp4j-demo-2.html and so on in the current directory, or in that for"
                    + " temporary files where the current one cannot be written")
    private @Nullable Path report;

    @Option(
            names = {"-j", "--json"},
            description = "Print one JSON object and nothing else.")
    private boolean json;

    /** @param arguments of the whole command line, for the report */
    DemoCommand(Terminal terminal, String... arguments) {
        this.terminal = terminal;
        this.command = "mptcp4j " + String.join(" ", arguments);
    }

    @Override
    public Integer call() throws IOException {
        DemoSettings settings = settings();
        requireBackend();
        var file = ReportFile.of(report);
        HtmlReport page = HtmlReport.load();
        DemoResult result = new Demo(settings, command, progress(settings)).run();
        Path written = file.write(page.of(result));
        if (json) {
            terminal.out().println(JsonReport.of(result, written));
        } else {
            new TextReport(result, terminal.outScreen()).lines(written).forEach(terminal.out()::println);
        }
        return result.intact() ? ExitCode.OK : ExitCode.FAILED;
    }

    private DemoSettings settings() {
        try {
            return new DemoSettings(rate, paths, Duration.ofSeconds(seconds));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** A backend that does not exist is a wrong word of the user's; one that cannot be loaded is none. */
    private static void requireBackend() {
        try {
            Backends.name();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** With {@code -j}, standard output belongs to the JSON object; a user who waits at a terminal still sees a sign. */
    private Progress progress(DemoSettings settings) {
        Screen screen = json ? terminal.errScreen() : terminal.outScreen();
        if (screen.interactive()) {
            return new LiveView(json ? terminal.err() : terminal.out(), screen, settings);
        }
        return json ? new SilentView() : new PlainView(terminal.out(), settings);
    }
}
