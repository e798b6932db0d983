package mptcp4j.socket;

import java.util.Map;
import java.util.TreeMap;

/**
 * Ids of subflows that have ended. The kernel counts them up, to 2<sup>32</sup> - 1, so they are kept as ranges: however many came and
 * went, there are hardly more ranges than subflows that live. Not thread-safe.
 */
final class EndedIds {
    /** The last id of each range by its first. Between two of them is at least one id that has not ended. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    boolean contains(long id) {
        Map.Entry<Long, Long> range = ranges.floorEntry(id);
        return range != null && id <= range.getValue();
    }

    /** Adds those from the first to the last; none where the last is before the first. */
    void add(long first, long last) {
        if (last < first) {
            return;
        }
        Map.Entry<Long, Long> before = ranges.floorEntry(first);
        boolean touches = before != null && before.getValue() >= first - 1;
        long from = touches ? before.getKey() : first;
        Map<Long, Long> joined = ranges.subMap(from, true, last + 1, true);
        long to = joined.values().stream().reduce(last, Math::max);
        joined.clear();
        ranges.put(from, to);
    }

    /** Returns how many ranges there are. */
    int size() {
        return ranges.size();
    }
}
