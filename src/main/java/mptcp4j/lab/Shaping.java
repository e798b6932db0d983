package mptcp4j.lab;

import java.io.IOException;
import java.time.Duration;
import mptcp4j.route.Qdisc;
import mptcp4j.route.Rtnetlink;

/** Turns what a path shall be like into queueing disciplines of the ports of its bridge. */
final class Shaping {
    /** The kernel may look at a token bucket only once in a tick of its clock, which is 4 ms at HZ=250. */
    private static final long TICKS_PER_SECOND = 250;
    /** Two full frames: a bucket smaller than a frame drops it. */
    private static final long SMALLEST_BURST = 2 * 1514;

    private static final long FRAME = 1514;
    private static final int PACKETS_WITHOUT_RATE = 100_000;
    private static final int HANDLE = 0x10000;
    private static final int INNER_CLASS = HANDLE + 1;
    private static final double NANOS_PER_SECOND = 1e9;

    private Shaping() {}

    static void apply(Rtnetlink rtnetlink, int port, PathSpec spec) throws IOException {
        Rate rate = spec.rate();
        if (rate != null) {
            rtnetlink.setQdisc(port, HANDLE, tokenBucket(rate, spec.queue()));
            if (spec.needsNetem()) {
                rtnetlink.setInnerQdisc(port, INNER_CLASS, networkEmulator(spec));
            }
        } else if (spec.needsNetem()) {
            rtnetlink.setQdisc(port, HANDLE, networkEmulator(spec));
        }
    }

    static Qdisc.TokenBucket tokenBucket(Rate rate, Duration queue) {
        long burst = Math.max(rate.bytesPerSecond() / TICKS_PER_SECOND, SMALLEST_BURST);
        long waiting = bytes(rate, queue);
        return new Qdisc.TokenBucket(rate.bytesPerSecond(), Math.toIntExact(burst), burst + waiting);
    }

    /** A packet on its way occupies a place in netem's queue just as one that waits, so there is room for both. */
    static Qdisc.NetworkEmulator networkEmulator(PathSpec spec) {
        Rate rate = spec.rate();
        Duration longest = spec.delay().plus(spec.jitter()).plus(spec.queue());
        int limit = rate == null ? PACKETS_WITHOUT_RATE : Math.toIntExact(bytes(rate, longest) / FRAME + 2);
        return new Qdisc.NetworkEmulator(spec.delay(), spec.jitter(), spec.loss(), limit);
    }

    private static long bytes(Rate rate, Duration time) {
        return (long) (rate.bytesPerSecond() * (time.toNanos() / NANOS_PER_SECOND));
    }
}
