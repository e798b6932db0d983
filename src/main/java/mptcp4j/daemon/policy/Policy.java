package mptcp4j.daemon.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * Says which subflows a connection should have. It does not say what to do: the daemon compares that with what there is, and does
 * what is missing, with its own care for back-off, address identifiers, limits, and the last subflow that works. So nothing is lost
 * when an event is: the policy is asked again, and says the same.
 *
 * <p>A pure function: the same view gives the same plan. It is called on the one thread that serves all connections, so it must not
 * wait for anything.
 */
@FunctionalInterface
public interface Policy {
    /** Returns what the connection should have by now. */
    Plan plan(View view);

    /**
     * Returns whether the daemon leaves connections with this policy to the kernel, altogether: it then does not even close a subflow
     * whose link is gone.
     */
    default boolean handsOff() {
        return false;
    }

    /**
     * Returns how often it wants to be asked though nothing has happened. By default it is not: it is asked when a subflow, an
     * address, a path or the {@link Condition} of a subflow changes.
     */
    default Optional<Duration> interval() {
        return Optional.empty();
    }

    /**
     * Returns how many subflows it means a connection to have, whatever paths there are, the initial one included; a rule that does not
     * let it have them is refused. By default 1: it depends on the paths.
     */
    default int subflowsNeeded() {
        return 1;
    }
}
