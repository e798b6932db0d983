package mptcp4j.daemon;

import java.time.Duration;
import mptcp4j.TcpInfo;

/**
 * Whether a subflow loses on a path where nothing waits in a queue: then what is lost is lost on the way, though it be so little in numbers
 * that {@link Conditions} cannot tell. A long path that loses 1 % sends no more than some hundred segments a second, as congestion control
 * holds it back for each loss.
 *
 * @param since when the segments began to be counted
 * @param sent how many were sent then
 * @param again how many of them were sent again
 * @param loses whether it does
 */
record Thinning(Duration since, long sent, long again, boolean loses) {
    private static final Duration STRETCH = Duration.ofSeconds(10);
    private static final int LEAST_LOST = 2;
    private static final double LEAST_SHARE = 0.004;
    /** Round trips take so much longer than the shortest where packets wait in a queue. */
    private static final double QUEUED = 1.5;

    static Thinning start(TcpInfo info, Duration at) {
        return new Thinning(at, segments(info), info.traffic().segmentsRetransmitted(), false);
    }

    Thinning next(TcpInfo info, Duration at) {
        if (at.minus(since).compareTo(STRETCH) > 0) {
            return start(info, at);
        }
        long lost = info.traffic().segmentsRetransmitted() - again;
        boolean queued = info.times().rttMicros() > QUEUED * info.times().minRttMicros();
        boolean now = !queued && lost >= LEAST_LOST && lost >= LEAST_SHARE * (segments(info) - sent);
        return new Thinning(since, sent, again, now);
    }

    private static long segments(TcpInfo info) {
        return info.traffic().dataSegmentsOut();
    }
}
