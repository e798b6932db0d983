package mptcp4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/** Runs the measurements, prints them, and fails where one misses its bar. */
public final class Bench {
    private static final int MISSED = 1;
    private static final Path LAUNCHER = Path.of("scripts/mptcp4j");
    private static final int RUNS = 20;

    private Bench() {}

    /** @param arguments the yardstick, and then which parts are to be run: all where none is named */
    public static void main(String[] arguments) throws IOException, RunnerException {
        Locale.setDefault(Locale.ROOT); // points and commas as documents have them
        var report = new Report(System.out);
        List<String> chosen = List.of(arguments).subList(1, arguments.length);
        List<String> parts = chosen.isEmpty() ? List.of("start", "kernel", "subflows", "events", "open") : chosen;
        Path yardstick = Path.of(arguments[0]);
        report.machine();
        for (String part : parts) {
            switch (part) {
                case "start" -> StartUp.run(report);
                case "kernel" -> KernelCalls.run(report, yardstick);
                case "subflows" -> Subflows.run(report, yardstick);
                case "events" -> Events.run(report);
                case "open" -> Openings.run(report);
                case "daemon" -> PathManagers.run(report, yardstick, rivals(yardstick));
                case "overflow" -> Crowd.run(report, yardstick, rivals(yardstick));
                case "failover" -> failovers(report, yardstick);
                default -> throw new IllegalArgumentException("no part " + part);
            }
        }
        if (!report.passed()) {
            System.exit(MISSED);
        }
    }

    /** With what {@code scripts/bench} has built beside the yardstick. */
    private static List<Rival> rivals(Path yardstick) throws IOException {
        return List.of(
                Rival.mptcpd(yardstick.toAbsolutePath().resolveSibling("mptcpd-plugins")),
                Rival.c(yardstick),
                Rival.ours(LAUNCHER, false),
                Rival.kernel());
    }

    private static void failovers(Report report, Path yardstick) throws IOException {
        int runs = Integer.getInteger("mptcp4j.bench.runs", RUNS);
        Rival daemon = Rival.ours(LAUNCHER, false);
        Failovers.run(report, runs, daemon, Rival.ours(LAUNCHER, true));
        Failovers.lossy(report, runs, yardstick, daemon);
    }
}
