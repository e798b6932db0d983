package mptcp4j.daemon.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mptcp4j.TcpInfo;

/**
 * Views for tests: a client with Wi-Fi and a costlier phone network, a server with two addresses.
 *
 * <pre>
 *   Wi-Fi 10.0.0.1  cost 0 ────── 10.0.0.2:8080 where the connection began
 *   phone 10.0.1.1  cost 10 ───── 10.0.1.2:8080 announced as 1
 * </pre>
 */
final class Given {
    static final Duration LONG = Duration.ofMinutes(1);
    static final int PORT = 8080;
    static final LocalPath WIFI = path("10.0.0.1", 1, 0);
    static final LocalPath PHONE = path("10.0.1.1", 2, 10);
    static final PeerAddress FIRST = peer(0, "10.0.0.2");
    static final PeerAddress SECOND = peer(1, "10.0.1.2");
    static final SubflowView INITIAL = subflow(WIFI, FIRST).initial();

    private Given() {}

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static LocalPath path(String address, int link, int cost) {
        return new LocalPath(address(address), link, "eth" + link, cost, false, false, 1);
    }

    static LocalPath asBackup(LocalPath path) {
        return new LocalPath(
                path.address(), path.link(), path.interfaceName(), path.cost(), true, path.metered(), path.weight());
    }

    static LocalPath metered(LocalPath path) {
        return new LocalPath(
                path.address(), path.link(), path.interfaceName(), path.cost(), path.backup(), true, path.weight());
    }

    static PeerAddress peer(int id, String address) {
        return new PeerAddress(id, new InetSocketAddress(address(address), PORT));
    }

    static Some subflow(LocalPath from, PeerAddress to) {
        return new Some(new SubflowView(
                new InetSocketAddress(from.address(), 40_000),
                to.address(),
                1,
                to.id(),
                from.link(),
                false,
                true,
                true,
                false,
                false,
                LONG,
                LONG,
                Condition.FINE,
                LONG,
                Optional.empty()));
    }

    static View view(List<LocalPath> paths, List<PeerAddress> peers, SubflowView... subflows) {
        return new View(
                1,
                false,
                INITIAL.local(),
                INITIAL.remote(),
                false,
                LONG,
                peers.contains(FIRST),
                List.of(subflows),
                paths,
                peers,
                List.of());
    }

    static View view(SubflowView... subflows) {
        return view(List.of(WIFI, PHONE), List.of(FIRST, SECOND), subflows);
    }

    static View failing(View view, View.Way... ways) {
        return new View(
                view.token(),
                view.server(),
                view.initialLocal(),
                view.initialRemote(),
                view.confined(),
                view.age(),
                view.mayJoinInitial(),
                view.subflows(),
                view.paths(),
                view.peers(),
                List.of(ways));
    }

    static View confined(View view) {
        return roles(view, view.server(), true);
    }

    static View server(View view) {
        return roles(view, true, view.confined());
    }

    private static View roles(View view, boolean server, boolean confined) {
        return new View(
                view.token(),
                server,
                view.initialLocal(),
                view.initialRemote(),
                confined,
                view.age(),
                view.mayJoinInitial(),
                view.subflows(),
                view.paths(),
                view.peers(),
                view.failing());
    }

    /** The same subflow with something different. */
    record Some(SubflowView it) {
        SubflowView initial() {
            return with(
                    true,
                    it.established(),
                    it.backup(),
                    it.age(),
                    it.backupAge(),
                    it.condition(),
                    it.conditionAge(),
                    it.measured());
        }

        Some pending() {
            return new Some(with(
                    it.initial(),
                    false,
                    it.backup(),
                    Duration.ZERO,
                    Duration.ZERO,
                    it.condition(),
                    Duration.ZERO,
                    it.measured()));
        }

        Some aged(Duration age) {
            return new Some(
                    with(it.initial(), it.established(), it.backup(), age, age, it.condition(), age, it.measured()));
        }

        Some backup(boolean is, Duration since) {
            return new Some(with(
                    it.initial(),
                    it.established(),
                    is,
                    it.age(),
                    since,
                    it.condition(),
                    it.conditionAge(),
                    it.measured()));
        }

        Some is(Condition condition, Duration since) {
            return new Some(with(
                    it.initial(),
                    it.established(),
                    it.backup(),
                    it.age(),
                    it.backupAge(),
                    condition,
                    since,
                    it.measured()));
        }

        Some measured(Measured values) {
            return new Some(with(
                    it.initial(),
                    it.established(),
                    it.backup(),
                    it.age(),
                    it.backupAge(),
                    it.condition(),
                    it.conditionAge(),
                    Optional.of(values.info())));
        }

        private SubflowView with(
                boolean initial,
                boolean established,
                boolean backup,
                Duration age,
                Duration backupAge,
                Condition condition,
                Duration conditionAge,
                Optional<TcpInfo> measured) {
            return new SubflowView(
                    it.local(),
                    it.remote(),
                    initial ? 0 : it.localId(),
                    it.remoteId(),
                    it.link(),
                    initial,
                    it.ours(),
                    established,
                    backup,
                    it.backupOfPeer(),
                    age,
                    backupAge,
                    condition,
                    conditionAge,
                    measured);
        }
    }
}
