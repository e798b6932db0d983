package mptcp4j.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;

/** A desk that knows the connections of the namespace, has no policy for any, and notes what it is told. */
final class NotedDesk implements Desk {
    static final Status STATUS = new Status(
            "userspace",
            Duration.ofMillis(1234),
            2,
            3,
            List.of("10.0.0.1 dev eth0", "10.0.1.1 dev eth1"),
            4,
            5,
            6,
            List.of("mptcpd runs: stop it"));

    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final Connections connections;
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile Runnable before = () -> {};

    NotedDesk(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Status status() {
        before.run();
        return STATUS;
    }

    @Override
    public List<ConnectionSummary> connections() throws IOException {
        return connections.list(Detail.CONNECTION).stream()
                .map(NotedDesk::summary)
                .toList();
    }

    static ConnectionSummary summary(Connection its) {
        return summary(its.token(), its.local(), its.remote());
    }

    static ConnectionSummary summary(long token) {
        return summary(token, NOWHERE, NOWHERE);
    }

    private static ConnectionSummary summary(long token, InetSocketAddress local, InetSocketAddress remote) {
        return new ConnectionSummary(token, false, local, remote, 1, "rule 1", "none", false, Duration.ofSeconds(2));
    }

    static Explanation explanation(long token) {
        return new Explanation(
                summary(token),
                List.of("a subflow from 10.0.1.1: all paths are wanted"),
                List.of("1 10.0.0.1 to 10.0.0.2"),
                List.of(new Explanation.Decision(Instant.ofEpochMilli(1_700_000_000_123L), "created: \u201cit\u201d")));
    }

    @Override
    public Optional<Explanation> explain(long token) {
        return Optional.of(explanation(token));
    }

    @Override
    public List<String> policies() {
        return List.of("none", "fullmesh");
    }

    @Override
    public void reload() throws IOException {
        throw new IOException("/etc/mptcp4j.toml:3: \"colour\" is no key here: rule, policy");
    }

    @Override
    public void set(long token, String policy) {
        if (!policies().contains(policy)) {
            throw new IllegalArgumentException("policies are " + policies());
        }
        told.add("set " + token + " " + policy);
    }

    @Override
    public void steer(long token, boolean byApplication) {
        told.add("steer " + token + " " + byApplication);
    }
}
