package mptcp4j.daemon;

import java.time.Duration;
import java.util.List;

/**
 * How the daemon does. Counts are since it was started.
 *
 * @param mode {@code userspace} or {@code kernel}
 * @param running since it was started
 * @param connections that it manages by now
 * @param subflows of these
 * @param paths the addresses that subflows may go from, as {@code 10.0.1.1 dev eth0}
 * @param adopted connections that were there when it started, or after an overflow, and that no event told of
 * @param overflows how often the kernel dropped events
 * @param refusals commands that the kernel refused
 * @param competitors other managers on this machine, each in a line with what to do about it
 */
public record Status(
        String mode,
        Duration running,
        int connections,
        int subflows,
        List<String> paths,
        long adopted,
        long overflows,
        long refusals,
        List<String> competitors) {
    public Status {
        paths = List.copyOf(paths);
        competitors = List.copyOf(competitors);
    }
}
