package mptcp4j.daemon.metrics;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mptcp4j.Errno;

/**
 * What the daemon counts. Immutable. Counts are since it was started, and do not fall.
 *
 * @param connections how many it manages by now, by the name of their policy
 * @param subflows how many these have by now
 * @param paths what went over each local address, subflows that have ended included, as they were measured last
 * @param eventLag the longest that an event of the kernel has waited for the daemon during the last minute or so
 * @param adoptions connections that no event told of
 * @param overflows how often the kernel dropped events
 * @param resyncs how often all connections were read again because of that
 * @param refusals commands that the kernel refused, by its reason
 */
public record Figures(
        Map<String, Long> connections,
        List<Subflows> subflows,
        List<Path> paths,
        Duration eventLag,
        long adoptions,
        long overflows,
        long resyncs,
        Map<Errno, Long> refusals) {
    public Figures {
        connections = Map.copyOf(connections);
        subflows = List.copyOf(subflows);
        paths = List.copyOf(paths);
        refusals = Map.copyOf(refusals);
    }

    /**
     * How many subflows are alike; none are alike in two of these.
     *
     * @param state a word such as {@code established} or {@code backup}
     * @param link the name of the interface; empty if none has the address
     * @param policy the name of the connection's policy
     * @param count by now
     */
    public record Subflows(String state, String link, String policy, long count) {}

    /**
     * What went over a local address; one is here once.
     *
     * @param link the name of the interface that has it, or had it
     * @param address of this host
     * @param sent bytes, retransmitted ones included
     * @param received bytes
     * @param retransmitted bytes that were sent again
     */
    public record Path(String link, InetAddress address, long sent, long received, long retransmitted) {}
}
