package mptcp4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import mptcp4j.lab.Rate;
import mptcp4j.lab.Topology;

/** A stream over two paths of which one fails: the daemon beside the kernel's own path manager, run by run in turns. */
final class Failovers {
    private static final double MOST_GAP_WITH_BACKUP_MILLIS = 80;
    private static final double MOST_GAP = 0.85;
    private static final double MOST_GAP_OF_BLACKHOLE = 1;
    private static final double MOST_RETURN_SECONDS = 1;
    private static final double LEAST_OF_PLAIN = 0.98;
    private static final double MEDIAN = 0.5;
    private static final double MOST = 0.9;

    private final Report report;
    private final List<FailureRun> kernel = new ArrayList<>();
    private final List<FailureRun> ours = new ArrayList<>();

    private Failovers(Report report) {
        this.report = report;
    }

    /**
     * @param runs of each scenario
     * @param daemon for links that are in use both, and for a second one that is a backup
     */
    static void run(Report report, int runs, Rival daemon, Rival withBackup) throws IOException {
        Map<PathFailure, Failovers> all = new EnumMap<>(PathFailure.class);
        for (PathFailure what : PathFailure.values()) {
            var failovers = new Failovers(report);
            for (int i = 0; i < runs; i++) {
                failovers.kernel.add(FailureRun.of(what, Rival.kernel()));
                failovers.ours.add(FailureRun.of(what, what.backup() ? withBackup : daemon));
            }
            all.put(what, failovers);
        }
        report.table("path 0 fails", "", "kernel alone, ms", "with the daemon, ms", "", "at most", "");
        all.forEach((what, failovers) -> failovers.gaps(what));
        report.table("path 0 works again after 10 s", "", "kernel alone, s", "with the daemon, s", "at most", "");
        all.forEach((what, failovers) -> failovers.returns(what));
    }

    /** Two paths of 100 Mbit/s, and the congestion control that most kernels have. */
    static Topology twoPaths() {
        return Topology.twoHosts(2).rate(Rate.mbit(100)).congestionControl("cubic");
    }

    /** The same with a second path that loses one packet of a hundred, beside plain TCP over the other. */
    static void lossy(Report report, int runs, Path yardstick, Rival daemon) throws IOException {
        report.table(
                "Mbit/s, path 1 loses 1 %",
                "plain TCP on path 0", "kernel alone", "with the daemon", "", "at least", "");
        for (int delay : LossyRun.DELAYS_MILLIS) {
            List<LossyRun> kernel = new ArrayList<>();
            List<LossyRun> ours = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                kernel.add(LossyRun.of(Rival.kernel(), yardstick, delay));
                ours.add(LossyRun.of(daemon, yardstick, delay));
            }
            double ratio = quantile(MEDIAN, ours, run -> run.multipath() / run.plain());
            report.row(
                    delay == 0 ? "no delay" : "round trip of " + 2 * delay + " ms",
                    "%.1f".formatted(quantile(MEDIAN, ours, LossyRun::plain)),
                    "%.1f".formatted(quantile(MEDIAN, kernel, LossyRun::multipath)),
                    "%.1f".formatted(quantile(MEDIAN, ours, LossyRun::multipath)),
                    "%.2f times plain TCP".formatted(ratio),
                    LEAST_OF_PLAIN + " times plain TCP",
                    report.verdict(ratio >= LEAST_OF_PLAIN));
        }
    }

    private void gaps(PathFailure what) {
        for (double share : new double[] {MEDIAN, MOST}) {
            double theirs = quantile(share, kernel, FailureRun::gapMillis);
            double own = quantile(share, ours, FailureRun::gapMillis);
            double most = what.backup() ? MOST_GAP_WITH_BACKUP_MILLIS : theirs * most(what);
            boolean isBar = share == MEDIAN;
            report.row(
                    "gap: " + what.title(),
                    name(share),
                    "%.0f".formatted(theirs),
                    "%.0f".formatted(own),
                    "%.2f times".formatted(own / theirs),
                    isBar ? "%.0f".formatted(most) : "",
                    isBar ? report.verdict(own <= most) : "");
        }
    }

    private static double most(PathFailure what) {
        return what == PathFailure.BLACKHOLE ? MOST_GAP_OF_BLACKHOLE : MOST_GAP;
    }

    private void returns(PathFailure what) {
        for (double share : what.comesBack() ? new double[] {MEDIAN, MOST} : new double[0]) {
            double own = quantile(share, ours, FailureRun::backSeconds);
            report.row(
                    "both carry their share: " + what.title(),
                    name(share),
                    "%.2f".formatted(quantile(share, kernel, FailureRun::backSeconds)),
                    "%.2f".formatted(own),
                    "%.1f".formatted(MOST_RETURN_SECONDS),
                    report.verdict(own <= MOST_RETURN_SECONDS));
        }
    }

    private static String name(double share) {
        return share == MEDIAN ? "median" : "%.0f %%".formatted(100 * share);
    }

    private static <T> double quantile(double share, List<T> runs, ToDoubleFunction<T> measure) {
        return Spread.quantile(share, runs.stream().mapToDouble(measure));
    }
}
