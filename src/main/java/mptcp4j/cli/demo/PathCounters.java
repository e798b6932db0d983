package mptcp4j.cli.demo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums the counters of subflows into counters of paths. A subflow that is closed takes its counter with it; what it
 * brought still counts. Not thread-safe.
 */
final class PathCounters {
    private final long[] paths;
    private final Map<Long, Long> lastBySubflow = new HashMap<>();

    PathCounters(int paths) {
        this.paths = new long[paths];
    }

    /** Takes a snapshot of all subflows, and returns the bytes of each path until now. */
    List<Long> update(List<Reading> subflows) {
        for (Reading subflow : subflows) {
            Long last = lastBySubflow.put(subflow.id(), subflow.bytes());
            paths[subflow.path()] += subflow.bytes() - (last == null ? 0 : last);
        }
        return Arrays.stream(paths).boxed().toList();
    }

    /**
     * @param id of the subflow, never used for another one
     * @param path that it is on
     * @param bytes that it has brought
     */
    record Reading(long id, int path, long bytes) {}
}
