package mptcp4j.daemon;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mptcp4j.daemon.metrics.Figures;
import mptcp4j.daemon.policy.SubflowView;

/** Makes the figures that operators watch. On the {@link Loop}. */
final class Counting {
    private Counting() {}

    static Figures figures(Manager manager, Duration lag) {
        Map<String, Long> connections =
                manager.table().all().stream().collect(groupingBy(Managed::policyName, counting()));
        return new Figures(
                connections,
                subflows(manager),
                manager.totals().with(manager.table().all(), manager.surroundings()),
                lag,
                manager.tally().adoptions(),
                manager.tally().overflows(),
                manager.tally().resyncs(),
                manager.hands().refusals());
    }

    private static List<Figures.Subflows> subflows(Manager manager) {
        Map<Figures.Subflows, Long> counts = new HashMap<>();
        Duration now = manager.clock().now();
        for (Managed connection : manager.table().all()) {
            for (SubflowView its : connection.view(manager.surroundings(), now).subflows()) {
                String link = manager.surroundings().nameOf(its.local().getAddress());
                counts.merge(new Figures.Subflows(state(its), link, connection.policyName(), 0), 1L, Long::sum);
            }
        }
        return counts.entrySet().stream()
                .map(one -> new Figures.Subflows(
                        one.getKey().state(), one.getKey().link(), one.getKey().policy(), one.getValue()))
                .toList();
    }

    private static String state(SubflowView subflow) {
        if (!subflow.established()) {
            return "begun";
        }
        return switch (subflow.condition()) {
            case FINE -> subflow.backup() ? "backup" : "established";
            default -> subflow.condition().name().toLowerCase(Locale.ROOT);
        };
    }
}
