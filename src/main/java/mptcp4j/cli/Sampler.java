package mptcp4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.TcpInfo;
import mptcp4j.cli.Flow.Bytes;
import mptcp4j.diag.Cgroups;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.diag.Owner;
import mptcp4j.diag.Owners;
import mptcp4j.diag.SocketIdentity;
import mptcp4j.diag.Subflow;

/**
 * Looks at connections again and again. Who has a socket is looked up when it is seen for the first time, and again each
 * second, as sockets are handed on and processes begin other programs. Not thread-safe.
 */
final class Sampler {
    private static final long OWNERS_KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Connections connections;
    private final Optional<Cgroups> cgroups;
    private Map<Long, List<Owner>> owners = Map.of();
    private long ownersKeptSince = System.nanoTime();
    private Map<Long, Bytes> counted = Map.of();
    private long countedAt;

    Sampler(Connections connections) throws IOException {
        this.connections = connections;
        cgroups = Cgroups.open();
    }

    /**
     * Looks at all connections, or at one.
     *
     * @throws LinuxException ENOENT if nobody has the token
     */
    List<Sample> take(OptionalLong token) throws IOException {
        long now = System.nanoTime();
        List<Connection> all = token.isPresent() ? List.of(find(token.getAsLong())) : connections.list();
        if (now - ownersKeptSince > OWNERS_KEPT_NANOS) {
            owners = Map.of();
            ownersKeptSince = now;
        }
        owners = ownersOf(all);
        Map<Long, Bytes> counts = new HashMap<>();
        List<Sample> samples = new ArrayList<>(all.size());
        for (Connection each : all) {
            Map<Long, Bytes> its = count(each);
            samples.add(new Sample(
                    each,
                    owners.getOrDefault(each.socket().inode(), List.of()),
                    cgroup(each.socket()),
                    flows(its, now - countedAt)));
            counts.putAll(its);
        }
        counted = counts;
        countedAt = now;
        return samples;
    }

    private Connection find(long token) throws IOException {
        return connections
                .find(token, Detail.MEASUREMENTS)
                .orElseThrow(() -> new LinuxException(
                        String.format("connection show 0x%08x", token), Errno.ENOENT, "no connection has this token"));
    }

    private Optional<String> cgroup(SocketIdentity socket) {
        OptionalLong id = socket.cgroupId();
        return id.isPresent() ? cgroups.flatMap(its -> its.path(id.getAsLong())) : Optional.empty();
    }

    private Map<Long, List<Owner>> ownersOf(List<Connection> all) throws IOException {
        List<SocketIdentity> unknown = all.stream()
                .map(Connection::socket)
                .filter(socket -> !owners.containsKey(socket.inode()))
                .toList();
        var found = Owners.find(unknown);
        Map<Long, List<Owner>> now = new HashMap<>();
        for (Connection each : all) {
            SocketIdentity socket = each.socket();
            List<Owner> known = owners.get(socket.inode());
            now.put(socket.inode(), known == null ? found.of(socket) : known);
        }
        return now;
    }

    private static Map<Long, Bytes> count(Connection connection) {
        Map<Long, Bytes> counts = new HashMap<>();
        MptcpInfo info = connection.info();
        if (info.bytesSent().isPresent() && info.bytesReceived().isPresent()) {
            long received = info.bytesReceived().getAsLong();
            counts.put(connection.socket().cookie(), new Bytes(info.bytesSent().getAsLong(), received));
        }
        for (Subflow subflow : connection.subflows().orElse(List.of())) {
            subflow.tcpInfo().map(TcpInfo::traffic).ifPresent(traffic -> {
                counts.put(subflow.cookie(), new Bytes(traffic.bytesSent(), traffic.bytesReceived()));
            });
        }
        return counts;
    }

    private Map<Long, Flow> flows(Map<Long, Bytes> counts, long nanos) {
        Map<Long, Flow> flows = new HashMap<>();
        counts.forEach((cookie, now) -> {
            Bytes before = counted.get(cookie);
            if (before != null) {
                flows.put(cookie, Flow.between(before, now, nanos));
            }
        });
        return flows;
    }
}
