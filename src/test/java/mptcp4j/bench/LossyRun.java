package mptcp4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.cli.demo.Window;
import mptcp4j.lab.Between;
import mptcp4j.lab.Failure;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.route.Rtnetlink;

/**
 * Two paths of which the second loses packets, and what goes over them, in Mbit/s.
 *
 * @param plain TCP over the first path
 * @param multipath MPTCP over both
 */
record LossyRun(double plain, double multipath) {
    static final List<Integer> DELAYS_MILLIS = List.of(0, 40);

    private static final int LOST_OF_A_MILLION = 10_000;
    private static final int MICROS_PER_MILLI = 1000;
    private static final Duration LENGTH = Duration.ofSeconds(8);
    /** From here on it counts: slow start is over. */
    private static final Duration COUNTS = Duration.ofSeconds(2);

    /** @param yardstick the program of {@code native/bench}, which is both paths: the kernel may be without netem */
    static LossyRun of(Rival rival, Path yardstick, int delayMillis) throws IOException {
        try (ManagedLab managed = ManagedLab.open(rival, Failovers.twoPaths())) {
            Lab lab = managed.lab();
            try (Contestant first = relay(lab, 0, yardstick, delayMillis, 0);
                    Contestant second = relay(lab, 1, yardstick, delayMillis, LOST_OF_A_MILLION)) {
                return new LossyRun(mbps(ByteStream.plain(lab)), mbps(ByteStream.multipath(lab)));
            }
        }
    }

    /** Puts it in the place of the bridge between the two ports of a path, where the rate of each port still holds. */
    private static Contestant relay(Lab lab, int path, Path yardstick, int delayMillis, int lost) throws IOException {
        for (Host host : List.of(lab.client(), lab.server())) {
            try (Rtnetlink rtnetlink = host.call(() -> Rtnetlink.open())) {
                rtnetlink.setGsoMaxSegments(rtnetlink.link(host.linkName(path)).index(), 1);
            }
        }
        lab.path(path).fail(Failure.BLACKHOLE);
        Contestant relay =
                Between.call(lab.path(path), () -> Contestant.start("path " + path, Contestants.c(yardstick)));
        relay.round("relay rc%d rs%d %d %d".formatted(path, path, delayMillis * MICROS_PER_MILLI, lost));
        return relay;
    }

    private static double mbps(ByteStream stream) throws IOException {
        try (stream) {
            for (long left = 1; left > 0; left = LENGTH.minus(stream.elapsed()).toNanos()) {
                LockSupport.parkNanos(LENGTH.minus(stream.elapsed()).toNanos());
            }
            double mbps = stream.arrivals().mbps(new Window(COUNTS, LENGTH));
            stream.end();
            return mbps;
        }
    }
}
