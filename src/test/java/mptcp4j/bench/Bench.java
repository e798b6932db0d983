package mptcp4j.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import mptcp4j.bench.OpeningBenchmark.Layout;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs the benchmark, prints what an upgrade costs, and fails where that is more than it may be. */
public final class Bench {
    private static final double MOST_MICROS = 60;
    private static final int OVER_BUDGET = 1;

    private Bench() {}

    public static void main(String[] args) throws RunnerException {
        var options = new OptionsBuilder()
                .include(OpeningBenchmark.class.getSimpleName())
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Map<String, Statistics> byName = new TreeMap<>();
        Collection<RunResult> results = new Runner(options).run();
        for (RunResult result : results) {
            byName.put(name(result), result.getPrimaryResult().getStatistics());
        }
        System.out.printf(
                "%-28s %12s %9s %9s %9s %10s%n", "open and close, us", "descriptors", "median", "5 %", "95 %", "extra");
        boolean over = false;
        for (Layout layout : Layout.values()) {
            over |= print(byName, layout, "plainChannel", "openSocketChannel", "upgradeSocketChannel");
            over |= print(byName, layout, "plainServer", "openServerSocketChannel");
        }
        System.out.printf(
                "%s: an upgrade may cost %.0f us; upgrading what filled the only gap, what it takes%n",
                over ? "FAILED" : "passed", MOST_MICROS);
        if (over) {
            System.exit(OVER_BUDGET);
        }
    }

    /** Prints a plain way and those that upgrade, and returns whether one of these costs too much. */
    private static boolean print(Map<String, Statistics> byName, Layout layout, String plain, String... upgrading) {
        double base = byName.get(plain + " " + layout).getPercentile(50);
        print(plain, layout, byName, "");
        boolean over = false;
        for (String name : upgrading) {
            double extra = byName.get(name + " " + layout).getPercentile(50) - base;
            print(name, layout, byName, "%+10.1f".formatted(extra));
            over |= extra > MOST_MICROS && !(name.startsWith("upgrade") && layout == Layout.ONE_GAP);
        }
        return over;
    }

    private static void print(String name, Layout layout, Map<String, Statistics> byName, String extra) {
        Statistics times = byName.get(name + " " + layout);
        System.out.printf(
                "%-28s %12s %9.1f %9.1f %9.1f %10s%n",
                name, layout, times.getPercentile(50), times.getPercentile(5), times.getPercentile(95), extra);
    }

    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1) + " "
                + result.getParams().getParam("descriptors");
    }
}
