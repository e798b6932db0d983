package mptcp4j.daemon;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mptcp4j.daemon.metrics.Figures;

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
        for (Managed connection : manager.table().all()) {
            for (KnownSubflow its : connection.subflows()) {
                String link = manager.surroundings().nameOf(its.from());
                String state = state(its, manager.surroundings());
                counts.merge(new Figures.Subflows(state, link, connection.policyName(), 0), 1L, Long::sum);
            }
        }
        return counts.entrySet().stream()
                .map(one -> new Figures.Subflows(
                        one.getKey().state(), one.getKey().link(), one.getKey().policy(), one.getValue()))
                .toList();
    }

    private static String state(KnownSubflow subflow, Surroundings surroundings) {
        if (!surroundings.has(subflow)) {
            return "gone";
        }
        return switch (subflow.measured()) {
            case FINE -> subflow.isBackup() ? "backup" : "established";
            default -> subflow.measured().name().toLowerCase(Locale.ROOT);
        };
    }
}
