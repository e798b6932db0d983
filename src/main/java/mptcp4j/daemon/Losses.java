package mptcp4j.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.TcpInfo;

/**
 * What a subflow lost lately: the last ten stretches of at least 100 ms and 20 segments. Immutable.
 *
 * @param from when the stretch began that has not ended yet
 * @param sentBefore segments with data sent until then
 * @param lostBefore of these, lost
 * @param stretches those that have ended, oldest first
 */
record Losses(Duration from, long sentBefore, long lostBefore, List<Stretch> stretches) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int LEAST_SEGMENTS = 20;
    private static final int MOST = 10;
    private static final int ENOUGH = 6;

    /** A full queue drops a burst; what is lost at random is lost one by one, or a packet of GSO at a time (44 segments). */
    private static final double MOST_DISPERSION = 40;

    private static final double BAD = 0.004;
    private static final double GOOD = 0.002;
    /** What is lost while nothing waits in a queue is not lost because a queue was full. */
    private static final double NO_QUEUE = 1.5;

    /** Counters of 32 bits go round. */
    private static final long MASK = 0xffff_ffffL;

    /**
     * @param sent segments with data
     * @param lost of these, sent again for a reason
     * @param queued whether packets had to wait
     */
    record Stretch(long sent, long lost, boolean queued) {}

    Losses {
        stretches = List.copyOf(stretches);
    }

    static Losses from(TcpInfo now, Duration at) {
        return new Losses(at, sent(now), lost(now), List.of());
    }

    private static long sent(TcpInfo info) {
        return info.traffic().dataSegmentsOut();
    }

    /** What the peer got twice need not have been sent again: it was late, or another overtook it. */
    private static long lost(TcpInfo info) {
        return info.traffic().segmentsRetransmitted() - info.traffic().duplicates();
    }

    Losses next(TcpInfo now, Duration at) {
        Duration length = at.minus(from);
        long sent = (sent(now) - sentBefore) & MASK;
        if (length.compareTo(SHORTEST) >= 0 && sent >= LEAST_SEGMENTS) {
            // An acknowledgement that tells of duplicates may come a stretch later than what was sent again.
            long lost = Math.max(0, (int) (lost(now) - lostBefore));
            return new Losses(at, sent(now), lost(now), with(new Stretch(sent, lost, queued(now))));
        }
        return length.compareTo(LONGEST) > 0 ? from(now, at) : this;
    }

    private static boolean queued(TcpInfo now) {
        return now.times().rttMicros() > NO_QUEUE * now.times().minRttMicros();
    }

    private List<Stretch> with(Stretch last) {
        List<Stretch> all = new ArrayList<>(stretches);
        all.add(last);
        return all.size() > MOST ? all.subList(1, all.size()) : all;
    }

    /** Returns whether a stretch has ended just then: the verdict is a new one. */
    boolean isNew(Duration at) {
        return from.equals(at);
    }

    /** Returns whether more is lost, for sure, than a full queue explains. */
    boolean isBad() {
        double mean = (double) lost() / Math.max(1, stretches.size());
        if (stretches.size() < ENOUGH || mean == 0) {
            return false;
        }
        double dispersion = Math.max(1, variance(mean) / mean);
        double deviation = Math.sqrt(dispersion * lost());
        double atLeast = lost() - (queued() ? 2 * deviation : deviation);
        return dispersion <= MOST_DISPERSION && atLeast >= BAD * sent();
    }

    /** Returns whether so little is lost that it is well again. */
    boolean isGood() {
        return stretches.size() == MOST && lost() < GOOD * sent();
    }

    private double variance(double mean) {
        double squares = stretches.stream()
                .mapToDouble(one -> (one.lost - mean) * (one.lost - mean))
                .sum();
        return squares / (stretches.size() - 1);
    }

    private boolean queued() {
        return stretches.stream().anyMatch(Stretch::queued);
    }

    private long lost() {
        return stretches.stream().mapToLong(Stretch::lost).sum();
    }

    private long sent() {
        return stretches.stream().mapToLong(Stretch::sent).sum();
    }
}
