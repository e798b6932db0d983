package mptcp4j.daemon.policy;

import java.util.List;

/**
 * {@code aggregate}: each path once, for the sum of what they carry. The paths are spread over the peer's addresses. Where the
 * connection began on a metered path, its subflow there stays.
 *
 * @param metered whether metered paths are used, too
 */
public record Aggregate(boolean metered) implements Policy {
    @Override
    public Plan plan(View view) {
        if (Joining.isLeftAlone(view)) {
            return Plan.leaveAsIs();
        }
        List<Wish> wishes = Spread.over(view, Joining.pathsInUse(view, metered)).stream()
                .map(target -> target.wish(false, "each path once"))
                .toList();
        return Plan.of(wishes, Plan.Others.KEEP);
    }

    /** {@code metered}: false by default. */
    public static final class Factory implements PolicyFactory {
        /** For {@link java.util.ServiceLoader}. */
        public Factory() {}

        @Override
        public String name() {
            return "aggregate";
        }

        @Override
        public Policy create(PolicySettings settings) {
            return new Aggregate(settings.flag("metered", false));
        }
    }
}
