package mptcp4j.bench;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import mptcp4j.pm.EventBenchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** How long it takes to read an event of the path manager, and what that allocates. */
final class Events {
    private static final double MOST_NANOS = 1000;
    private static final double ROUNDING = 0.5;

    private Events() {}

    static void run(Report report) throws RunnerException {
        Map<String, RunResult> results =
                Jmh.run(EventBenchmark.class).stream().collect(Collectors.toMap(Jmh::name, Function.identity()));
        RunResult decode = results.get("decode");
        double nanos = decode.getPrimaryResult().getScore();
        double bytes = Jmh.allocated(decode);
        double record = Jmh.allocated(results.get("construct"));
        report.table("read the event of a new subflow", "", "at most", "");
        report.row("ns", "%.0f".formatted(nanos), "%.0f".formatted(MOST_NANOS), report.verdict(nanos <= MOST_NANOS));
        report.row(
                "bytes allocated",
                "%.0f".formatted(bytes),
                "%.0f, what the record and its components take".formatted(record),
                report.verdict(bytes <= record + ROUNDING));
    }
}
