package mptcp4j.daemon.policy;

import java.util.OptionalInt;
import java.util.OptionalLong;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;

/**
 * Measurements of which only what matters differs from those of a subflow that does well.
 *
 * @param rttMicros smoothed
 * @param minRttMicros the least
 * @param rtoMicros as it is by now, doubled or not
 * @param lastSentMillis since data was sent
 * @param lastAckMillis since an acknowledgement was received
 * @param pacing bytes a second
 * @param unacknowledged segments on their way
 * @param notSentBytes waiting
 * @param segments with data sent so far
 * @param again segments sent again so far
 * @param twice segments that the peer got twice so far
 * @param acknowledgedBytes so far
 * @param timeouts in a row
 * @param probes of a closed window in a row
 */
public record Measured(
        long rttMicros,
        long minRttMicros,
        long rtoMicros,
        long lastSentMillis,
        long lastAckMillis,
        long pacing,
        long unacknowledged,
        long notSentBytes,
        long segments,
        long again,
        long twice,
        long acknowledgedBytes,
        int timeouts,
        int probes) {
    /** 20 ms away, and busy. */
    public static final Measured WELL =
            new Measured(20_000, 20_000, 220_000, 1, 1, 12_500_000, 20, 0, 1000, 0, 0, 1_400_000, 0, 0);

    public Measured rtt(long micros) {
        return new Measured(
                micros,
                minRttMicros,
                rtoMicros,
                lastSentMillis,
                lastAckMillis,
                pacing,
                unacknowledged,
                notSentBytes,
                segments,
                again,
                twice,
                acknowledgedBytes,
                timeouts,
                probes);
    }

    public Measured rto(long micros) {
        return new Measured(
                rttMicros,
                minRttMicros,
                micros,
                lastSentMillis,
                lastAckMillis,
                pacing,
                unacknowledged,
                notSentBytes,
                segments,
                again,
                twice,
                acknowledgedBytes,
                timeouts,
                probes);
    }

    public Measured last(long sentMillis, long ackMillis) {
        return new Measured(
                rttMicros,
                minRttMicros,
                rtoMicros,
                sentMillis,
                ackMillis,
                pacing,
                unacknowledged,
                notSentBytes,
                segments,
                again,
                twice,
                acknowledgedBytes,
                timeouts,
                probes);
    }

    public Measured pacing(long bytesPerSecond) {
        return new Measured(
                rttMicros,
                minRttMicros,
                rtoMicros,
                lastSentMillis,
                lastAckMillis,
                bytesPerSecond,
                unacknowledged,
                notSentBytes,
                segments,
                again,
                twice,
                acknowledgedBytes,
                timeouts,
                probes);
    }

    /** What was sent so far. */
    public Measured sent(long inAll, long sentAgain, long gotTwice) {
        return new Measured(
                rttMicros,
                minRttMicros,
                rtoMicros,
                lastSentMillis,
                lastAckMillis,
                pacing,
                unacknowledged,
                notSentBytes,
                inAll,
                sentAgain,
                gotTwice,
                (inAll - sentAgain) * 1400,
                timeouts,
                probes);
    }

    /** Segments that are not acknowledged, timeouts in a row, probes of a closed window. */
    public Measured waiting(long onTheirWay, int inARow, int closedWindow) {
        return new Measured(
                rttMicros,
                minRttMicros,
                rtoMicros,
                lastSentMillis,
                lastAckMillis,
                pacing,
                onTheirWay,
                notSentBytes,
                segments,
                again,
                twice,
                acknowledgedBytes,
                inARow,
                closedWindow);
    }

    public TcpInfo info() {
        var none = OptionalLong.empty();
        return new TcpInfo(
                TcpState.ESTABLISHED,
                new TcpInfo.Times(
                        rttMicros, rttMicros / 2, minRttMicros, 0, rtoMicros, 40_000, lastSentMillis, 1, lastAckMillis),
                new TcpInfo.Window(10, Integer.MAX_VALUE, 65535, none, 65535, 65535, 1400, 1400, 1460, 1500, 7, 7, 7),
                new TcpInfo.Flight(unacknowledged, 0, 0, 0, 3, notSentBytes),
                new TcpInfo.Traffic(
                        segments * 1400,
                        acknowledgedBytes,
                        0,
                        again * 1400,
                        segments,
                        segments / 2,
                        segments,
                        0,
                        again,
                        segments - again,
                        0,
                        twice,
                        0,
                        0),
                new TcpInfo.Rates(pacing, -1, pacing, false, 0, 0, 0),
                new TcpInfo.Recovery(
                        timeouts == 0 ? 0 : 4,
                        timeouts,
                        probes,
                        timeouts,
                        none,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        none),
                new TcpInfo.AccurateEcn(
                        none, none, none, none, none, none, none, OptionalInt.empty(), OptionalInt.empty()));
    }
}
