package mptcp4j.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.daemon.config.Mode;
import mptcp4j.daemon.config.NamedPolicy;
import mptcp4j.daemon.metrics.Figures;
import mptcp4j.daemon.policy.SubflowView;
import mptcp4j.daemon.policy.Wish;

/** Answers questions about connections between two events. Thread-safe. */
final class FrontDesk {
    private final Loop loop;
    private final Manager manager;
    private final List<String> competitors;

    /** @param competitors as of {@link Status#competitors} */
    FrontDesk(Loop loop, Manager manager, List<String> competitors) {
        this.loop = loop;
        this.manager = manager;
        this.competitors = List.copyOf(competitors);
    }

    Status status(Mode mode) throws IOException {
        return loop.ask(() -> new Status(
                mode.name().toLowerCase(Locale.ROOT),
                manager.clock().now(),
                manager.table().size(),
                manager.table().all().stream()
                        .mapToInt(connection -> connection.subflows().size())
                        .sum(),
                manager.surroundings().paths().stream()
                        .map(path -> path.address().getHostAddress() + " dev " + path.interfaceName())
                        .toList(),
                manager.tally().adoptions(),
                manager.tally().overflows(),
                manager.hands().refusals().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                competitors));
    }

    Figures figures() throws IOException {
        return loop.ask(() -> Counting.figures(manager, loop.lag()));
    }

    List<ConnectionSummary> connections() throws IOException {
        return loop.ask(() -> manager.table().all().stream()
                .map(connection -> connection.summary(manager.clock().now()))
                .sorted(Comparator.comparingLong(ConnectionSummary::token))
                .toList());
    }

    Optional<Explanation> explain(long token) throws IOException {
        return loop.ask(() -> manager.table().find(token).map(this::explanation));
    }

    private Explanation explanation(Managed connection) {
        List<String> subflows = new ArrayList<>();
        connection
                .view(manager.surroundings(), manager.clock().now())
                .subflows()
                .forEach(its -> subflows.add(text(its)));
        return new Explanation(
                connection.summary(manager.clock().now()),
                connection.wishes().stream().map(FrontDesk::text).toList(),
                subflows,
                connection.journal().all());
    }

    private static String text(Wish wish) {
        String backup = wish.backup() ? " backup" : "";
        return wish.from().address().getHostAddress() + " > "
                + Ends.text(wish.to().address()) + backup + ": " + wish.why();
    }

    private static String text(SubflowView subflow) {
        String backup = subflow.backup() ? " backup" : "";
        return Ends.of(subflow) + backup + (subflow.established() ? "" : " begun") + " " + subflow.condition();
    }

    void set(long token, NamedPolicy policy) throws IOException {
        boolean known = loop.ask(() -> {
            Optional<Managed> found = manager.table().find(token);
            found.ifPresent(connection -> {
                connection.choose(policy);
                connection.journal().add("policy " + policy.name() + ", as somebody asked for");
                manager.policyChanged(connection);
            });
            return found.isPresent();
        });
        require(known, token);
    }

    void steer(long token, boolean byApplication) throws IOException {
        require(loop.ask(() -> manager.steer(token, byApplication)), token);
    }

    private static void require(boolean known, long token) throws LinuxException {
        if (!known) {
            throw new LinuxException(
                    "connection 0x%08x".formatted(token), Errno.ENOENT, "the daemon knows none of that token");
        }
    }
}
