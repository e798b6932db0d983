package mptcp4j.daemon.policy;

/** {@code none}: the daemon does nothing to the connection. */
public record None() implements Policy {
    @Override
    public Plan plan(View view) {
        return Plan.leaveAsIs();
    }

    @Override
    public boolean handsOff() {
        return true;
    }

    /** No settings. */
    public static final class Factory implements PolicyFactory {
        /** For {@link java.util.ServiceLoader}. */
        public Factory() {}

        @Override
        public String name() {
            return "none";
        }

        @Override
        public Policy create(PolicySettings settings) {
            return new None();
        }
    }
}
