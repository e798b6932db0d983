package mptcp4j.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import mptcp4j.daemon.policy.Plan;
import mptcp4j.daemon.policy.View;

/** Asks policies, which may be anybody's: what they throw must not end the daemon, nor what they say keep it busy. */
final class Guard {
    private static final System.Logger LOG = System.getLogger(Guard.class.getName());
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofDays(1);

    private Guard() {}

    /** Returns what the policy of a connection wants; empty if it fails. */
    static Optional<Plan> plan(Managed connection, View view) {
        return ask(connection, () -> connection.policy().plan(view));
    }

    static boolean handsOff(Managed connection) {
        return ask(connection, () -> connection.policy().handsOff()).orElse(true);
    }

    static Optional<Duration> interval(Managed connection) {
        return ask(connection, () -> connection.policy().interval())
                .flatMap(interval -> interval)
                .map(interval -> interval.compareTo(LEAST) < 0 ? LEAST : interval)
                .map(interval -> interval.compareTo(MOST) > 0 ? MOST : interval);
    }

    private static <T> Optional<T> ask(Managed connection, Supplier<T> question) {
        try {
            return Optional.ofNullable(question.get());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.log(System.Logger.Level.ERROR, "policy " + connection.policyName() + " failed", e);
            connection.journal().add("policy " + connection.policyName() + " failed: " + e);
            return Optional.empty();
        }
    }
}
