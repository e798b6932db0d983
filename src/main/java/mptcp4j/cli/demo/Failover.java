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
     * Returns how long the receiving program got less than half of what one path brings, while path 0 was out of order:
     * a gap ends with the first piece that is sent again, and the next piece may take as long.
     *
     * @param pathMbps the rate of one path
     */
    public Duration slow(double pathMbps) {
        List<Sample> samples = transfer.samples();
        Duration slow = Duration.ZERO;
        for (int i = 1; i < samples.size(); i++) {
            Sample before = samples.get(i - 1);
            Sample after = samples.get(i);
            boolean out = before.at().compareTo(failedAt()) >= 0 && after.at().compareTo(restoredAt()) <= 0;
            if (out && Throughput.between(before, after).received() < pathMbps / 2) {
                slow = slow.plus(after.at()).minus(before.at());
            }
        }
        return slow;
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
