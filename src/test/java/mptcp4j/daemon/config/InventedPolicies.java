package mptcp4j.daemon.config;

import java.time.Duration;
import java.util.List;
import mptcp4j.daemon.policy.Plan;
import mptcp4j.daemon.policy.Policy;
import mptcp4j.daemon.policy.PolicyFactory;
import mptcp4j.daemon.policy.PolicySettings;
import mptcp4j.daemon.policy.View;

/** Policies that do nothing, and show what they were told. */
final class InventedPolicies {
    private static final Duration SECOND = Duration.ofSeconds(1);

    static final List<PolicyFactory> ALL = List.of(new Aggregate(), new Spread());

    private InventedPolicies() {}

    /** Equal to another that was told the same. */
    record Told(List<Object> settings) implements Policy {
        @Override
        public Plan plan(View view) {
            return Plan.leaveAsIs();
        }

        @Override
        public int subflowsNeeded() {
            return settings.isEmpty() ? 1 : (int) settings.get(0);
        }
    }

    private record Aggregate() implements PolicyFactory {
        @Override
        public String name() {
            return "aggregate";
        }

        @Override
        public Policy create(PolicySettings settings) {
            return new Told(List.of());
        }
    }

    private record Spread() implements PolicyFactory {
        @Override
        public String name() {
            return "spread";
        }

        @Override
        public Policy create(PolicySettings settings) {
            var told = new Told(List.of(
                    settings.number("subflows", 2, 1, 8),
                    settings.fraction("share", 0.5, 0, 1),
                    settings.duration("settle", SECOND, Duration.ofMillis(10), Duration.ofHours(1)),
                    settings.flag("early", false),
                    settings.values("addresses", InventedPolicies::address)));
            if (told.settings().get(0).equals(8) && told.settings().get(3).equals(true)) {
                throw new IllegalArgumentException("early is for less than 8 subflows");
            }
            if (told.settings().get(0).equals(7) && told.settings().get(3).equals(true)) {
                throw new IllegalStateException("early is for another day");
            }
            return told;
        }
    }

    private static String address(String text) {
        if (text.equals("nowhere")) {
            throw new IllegalArgumentException(text + " is no address");
        }
        return text;
    }
}
