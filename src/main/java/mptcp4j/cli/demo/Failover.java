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
