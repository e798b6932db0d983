package mptcp4j.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** What the kernel has counted that only something on the way can have caused: a firewall, a load balancer. */
final class MiddleboxCheck implements Check {
    private static final String SUBJECT = "network";

    private static final List<Counter> COUNTERS = List.of(
            new Counter(
                    "Blackhole",
                    "times MPTCP was left out for an hour or more, as nobody answered who was asked for it"),
            new Counter("MPCapableSYNTXDrop", "connections were answered only without MPTCP: a firewall may drop it"),
            new Counter("MPJoinNoTokenFound", "subflows came for other connections: a load balancer may split them"),
            new Counter("DSSCorruptionFallback", "connections fell back to TCP, as their data was changed on the way"),
            new Counter("DSSCorruptionReset", "subflows were reset, as their data was changed on the way"));

    @Override
    public List<Finding> of(Facts facts) {
        List<Finding> all = new ArrayList<>();
        for (Counter counter : COUNTERS) {
            long count = facts.counters().getOrDefault(counter.name, 0L);
            if (count != 0) {
                all.add(counter.finding(count));
            }
        }
        return all;
    }

    private record Counter(String name, String meaning) {
        Finding finding(long count) {
            return Finding.warning(SUBJECT, Long.toUnsignedString(count) + " " + meaning + " (" + name + ")");
        }
    }
}
