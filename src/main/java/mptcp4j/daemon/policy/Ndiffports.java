package mptcp4j.daemon.policy;

import java.util.Collections;
import java.util.List;

/**
 * {@code ndiffports}: several subflows between the addresses that the connection began with, which differ in the port here alone, so
 * that routers on the way may spread them.
 *
 * @param subflows how many, the initial one included
 */
public record Ndiffports(int subflows) implements Policy {
    @Override
    public Plan plan(View view) {
        List<Wish> wishes = SameAddresses.of(view)
                .map(ends -> Collections.nCopies(subflows, ends.wish("one of " + subflows + " between two addresses")))
                .orElse(List.of());
        return Plan.of(wishes, Plan.Others.KEEP);
    }

    @Override
    public int subflowsNeeded() {
        return subflows;
    }

    /** {@code subflows}: 1 to 8, 2 by default. */
    public static final class Factory implements PolicyFactory {
        /** For {@link java.util.ServiceLoader}. */
        public Factory() {}

        @Override
        public String name() {
            return "ndiffports";
        }

        @Override
        public Policy create(PolicySettings settings) {
            return new Ndiffports(settings.number("subflows", 2, 1, 8));
        }
    }
}
