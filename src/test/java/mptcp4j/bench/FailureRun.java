package mptcp4j.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.cli.demo.Arrivals;
import mptcp4j.cli.demo.Window;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;

/**
 * One stream whose path 0 fails and, mostly, comes back.
 *
 * @param gapMillis the longest time without a byte at the receiver after the failure
 * @param backSeconds from when the path worked again until the stream was as fast as before; 0 where it did not come back
 */
record FailureRun(double gapMillis, double backSeconds) {
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration SHORT_OUTAGE = Duration.ofSeconds(2);
    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETURN = Duration.ofSeconds(15);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    /** Over so long: a kernel's shortest retransmission timeout, so that a trickle is no stream. */
    private static final Duration STEADY = Duration.ofMillis(200);
    /** Of the throughput before the failure. */
    private static final double SHARE = 0.9;

    static FailureRun of(PathFailure what, Rival rival) throws IOException {
        Topology topology = Failovers.twoPaths();
        if (what.backup()) {
            topology = topology.path(1, path -> path.asBackup());
        }
        try (ManagedLab managed = ManagedLab.open(rival, topology);
                ByteStream stream = ByteStream.multipath(managed.lab())) {
            FailureRun run = run(what, managed.lab(), stream);
            stream.end();
            return run;
        }
    }

    private static FailureRun run(PathFailure what, Lab lab, ByteStream stream) throws IOException {
        sleepUntil(stream, BEFORE);
        Duration failed = stream.elapsed();
        lab.path(0).fail(what.failure());
        sleepUntil(stream, failed.plus(SHORT_OUTAGE));
        double gap = stream.arrivals().longestGap(failed).toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1);
        if (!what.comesBack()) {
            return new FailureRun(gap, 0);
        }
        double wanted = SHARE * stream.arrivals().mbps(new Window(failed.minusSeconds(1), failed));
        sleepUntil(stream, failed.plus(OUTAGE));
        Duration restored = stream.elapsed();
        lab.path(0).restore();
        return new FailureRun(gap, back(stream, restored, wanted).toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
    }

    private static Duration back(ByteStream stream, Duration restored, double wanted) {
        while (stream.elapsed().compareTo(restored.plus(LONGEST_RETURN)) < 0) {
            sleepUntil(stream, stream.elapsed().plus(BETWEEN_LOOKS));
            Duration latest = stream.elapsed().minus(STEADY);
            Arrivals arrivals = stream.arrivals();
            Duration back = arrivals.first(restored, latest, STEADY, mbps -> mbps >= wanted);
            if (latest.compareTo(restored) > 0 && back != null) {
                return back.minus(restored);
            }
        }
        return LONGEST_RETURN;
    }

    private static void sleepUntil(ByteStream stream, Duration moment) {
        for (long left = 1; left > 0; left = moment.minus(stream.elapsed()).toNanos()) {
            LockSupport.parkNanos(moment.minus(stream.elapsed()).toNanos());
        }
    }
}
