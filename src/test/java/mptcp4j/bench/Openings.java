package mptcp4j.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import mptcp4j.bench.OpeningBenchmark.Layout;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.util.Statistics;

/** What an upgrade costs: how much longer it takes to open and to close an MPTCP channel than a plain one. */
final class Openings {
    private static final double MOST_MICROS = 60;

    private final Report report;
    private final Map<String, Statistics> byName = new TreeMap<>();

    private Openings(Report report) {
        this.report = report;
    }

    static void run(Report report) throws RunnerException {
        var openings = new Openings(report);
        Collection<RunResult> results = Jmh.run(OpeningBenchmark.class);
        for (RunResult result : results) {
            openings.byName.put(
                    Jmh.name(result) + " " + result.getParams().getParam("descriptors"),
                    result.getPrimaryResult().getStatistics());
        }
        report.table("open and close, us", "descriptors", "median", "5 % to 95 %", "extra", "at most", "");
        for (Layout layout : Layout.values()) {
            openings.print(layout, "plainChannel", "openSocketChannel", "upgradeSocketChannel");
            openings.print(layout, "plainServer", "openServerSocketChannel");
        }
    }

    private void print(Layout layout, String plain, String... upgrading) {
        double base = median(plain, layout);
        print(plain, layout, "", "", "");
        for (String name : upgrading) {
            double extra = median(name, layout) - base;
            // To upgrade what filled the only gap of thousands takes what it takes
            boolean free = name.startsWith("upgrade") && layout == Layout.ONE_GAP;
            print(
                    name,
                    layout,
                    "%+.1f".formatted(extra),
                    free ? "" : "%.0f".formatted(MOST_MICROS),
                    free ? "" : report.verdict(extra <= MOST_MICROS));
        }
    }

    private void print(String name, Layout layout, String extra, String most, String verdict) {
        Statistics times = byName.get(name + " " + layout);
        report.row(
                name,
                layout.toString(),
                "%.1f".formatted(times.getPercentile(50)),
                "%.1f to %.1f".formatted(times.getPercentile(5), times.getPercentile(95)),
                extra,
                most,
                verdict);
    }

    private double median(String name, Layout layout) {
        return byName.get(name + " " + layout).getPercentile(50);
    }
}
