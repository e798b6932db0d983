package mptcp4j.cli.demo;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transfer in which path 0 failed and came back.
 *
 * @param transfer with two moments: the failure and the restoration
 */
public record Failover(Scenario scenario, Transfer transfer) {
    /** The kernel's shortest retransmission timeout: a trickle of a piece for each does not pass for a stream. */
    private static final Duration STEADY = Duration.ofMillis(200);

    /** Returns when path 0 failed. */
    public Duration failedAt() {
        return transfer.moments().get(0).at();
    }

    /** Returns when path 0 was made well again. */
    public Duration restoredAt() {
        return transfer.moments().get(1).at();
    }

    /** Returns the longest gap in the receiver's progress from the failure on. */
    public Duration gap() {
        return transfer.arrivals().longestGap(failedAt());
    }

    /**
     * Returns how long after the failure the receiving program got at least half of what one path brings, over 200 ms,
     * after it had got less: a gap ends with the first piece that is sent again, and the next piece may take as long.
     * Zero if it never got less while path 0 was out of order, null if it did not get that much again.
     *
     * @param pathMbps the rate of one path
     */
    public @Nullable Duration resumed(double pathMbps) {
        Arrivals arrivals = transfer.arrivals();
        Duration slow = arrivals.first(failedAt(), restoredAt(), STEADY, mbps -> mbps < pathMbps / 2);
        if (slow == null) {
            return Duration.ZERO;
        }
        Duration back = arrivals.first(slow, transfer.sending().minus(STEADY), STEADY, mbps -> mbps >= pathMbps / 2);
        return back == null ? null : back.minus(failedAt());
    }

    /**
     * Returns how long after it was well again path 0 brought data again, to within a sample; null if it did not
     * before the transfer ended.
     */
    public @Nullable Duration recovery() {
        List<Sample> samples = transfer.samples();
        long before = Sample.at(restoredAt(), samples).paths().get(0);
        return samples.stream()
                .filter(sample -> sample.at().compareTo(restoredAt()) > 0)
                .filter(sample -> sample.paths().get(0) > before)
                .findFirst()
                .map(sample -> sample.at().minus(restoredAt()))
                .orElse(null);
    }
}
