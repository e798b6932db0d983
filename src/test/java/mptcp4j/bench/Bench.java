package mptcp4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/** Runs the measurements, prints them, and fails where one misses its bar. */
public final class Bench {
    private static final int MISSED = 1;

    private Bench() {}

    /** @param arguments the yardstick, and then which parts are to be run: all where none is named */
    public static void main(String[] arguments) throws IOException, RunnerException {
        Locale.setDefault(Locale.ROOT); // points and commas as documents have them
        var report = new Report(System.out);
        List<String> chosen = List.of(arguments).subList(1, arguments.length);
        List<String> parts = chosen.isEmpty() ? List.of("start", "kernel", "subflows", "events", "open") : chosen;
        report.machine();
        for (String part : parts) {
            switch (part) {
                case "start" -> StartUp.run(report);
                case "kernel" -> KernelCalls.run(report, Path.of(arguments[0]));
                case "subflows" -> Subflows.run(report, Path.of(arguments[0]));
                case "events" -> Events.run(report);
                case "open" -> Openings.run(report);
                default -> throw new IllegalArgumentException("no part " + part);
            }
        }
        if (!report.passed()) {
            System.exit(MISSED);
        }
    }
}
