package mptcp4j.daemon;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import mptcp4j.TcpState;
import mptcp4j.daemon.policy.PeerAddress;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Role;
import mptcp4j.diag.Subflow;
import mptcp4j.diag.SubflowFlag;

/**
 * Makes what the daemon knows agree with what the kernel has: at the start, after events were lost, and now and then, as the kernel does
 * not tell of each connection that ends (one that the peer aborts by MP_FASTCLOSE). What was learnt after reading began is newer, and
 * stays. On the {@link Loop}.
 */
final class Adoption {
    private static final int AT_ONCE = 64;

    private final Manager manager;
    private final Worker worker;
    private final Executor loop;

    Adoption(Manager manager, Worker worker, Executor loop) {
        this.manager = manager;
        this.worker = worker;
        this.loop = loop;
    }

    /** @param begun when reading began */
    void all(List<Connection> found, Duration begun) {
        manager.tally().resynced();
        Set<Long> there = found.stream().map(Connection::token).collect(Collectors.toSet());
        List<Long> missing = manager.table().all().stream()
                .filter(known -> known.since().compareTo(begun) < 0)
                .map(Managed::token)
                .filter(token -> !there.contains(token))
                .toList();
        if (!missing.isEmpty()) {
            worker.verify(missing);
        }
        some(found.iterator(), begun);
    }

    /** Some, and the others later: events of the kernel must not wait for thousands. */
    private void some(Iterator<Connection> found, Duration begun) {
        for (int i = 0; i < AT_ONCE && found.hasNext(); i++) {
            one(found.next(), begun);
        }
        if (found.hasNext()) {
            loop.execute(() -> some(found, begun));
        }
    }

    /** @param begun when reading began */
    void one(Connection found, Duration begun) {
        if (found.token() == 0
                || found.state() != TcpState.ESTABLISHED
                || found.info().fallback()
                || manager.table().endedSince(found.token(), begun)) {
            return;
        }
        List<Subflow> subflows = found.subflows().orElse(List.of());
        Optional<Managed> known = manager.table().find(found.token());
        Managed connection = known.orElseGet(() -> adopt(found, subflows));
        boolean changed = take(connection, subflows, begun) || known.isEmpty();
        if (!connection.isReady()
                && subflows.stream().anyMatch(its -> its.flags().contains(SubflowFlag.FULLY_ESTABLISHED))) {
            connection.ready();
            changed = true;
        }
        if (changed) {
            manager.reconciler().see(connection);
        }
    }

    private Managed adopt(Connection found, List<Subflow> subflows) {
        manager.tally().adopted();
        boolean joinedHere = subflows.stream().anyMatch(its -> its.flags().contains(SubflowFlag.JOIN_LOC));
        boolean server = found.role().map(role -> role == Role.SERVER).orElse(!joinedHere);
        return manager.add(found.token(), server, new Ends(found.local(), found.remote()), true);
    }

    /** @return whether something is different from what was known */
    private boolean take(Managed connection, List<Subflow> found, Duration begun) {
        boolean changed = false;
        Set<Ends> there = new HashSet<>();
        for (Subflow subflow : found) {
            var ends = new Ends(subflow.local(), subflow.remote());
            if (subflow.state() == TcpState.ESTABLISHED || subflow.state() == TcpState.CLOSE_WAIT) {
                there.add(ends);
                Optional<KnownSubflow> known = connection.subflow(ends);
                KnownSubflow its = known.orElseGet(() -> learn(connection, ends, subflow));
                changed |= known.isEmpty()
                        || its.isBackup() != isBackup(subflow)
                        || its.isOurs() != isOurs(connection, subflow);
                update(its, subflow, connection);
            }
        }
        return forgetMissing(connection, there, begun) || changed;
    }

    private static boolean isBackup(Subflow subflow) {
        return subflow.flags().contains(SubflowFlag.BKUP_LOC);
    }

    private void update(KnownSubflow known, Subflow subflow, Managed connection) {
        known.established(true)
                .ours(isOurs(connection, subflow))
                .boundTo(subflow.interfaceIndex())
                .backup(isBackup(subflow), manager.clock().now())
                .backupOfPeer(subflow.flags().contains(SubflowFlag.BKUP_REM))
                .isThere();
    }

    /** A table that is read while it changes may lack one that is there: what lacks twice is gone. */
    private boolean forgetMissing(Managed connection, Set<Ends> there, Duration begun) {
        boolean changed = false;
        for (KnownSubflow known : List.copyOf(connection.subflows())) {
            if (!there.contains(known.ends()) && known.since().compareTo(begun) < 0 && known.isMissing()) {
                connection.remove(known.ends()).ifPresent(manager.totals()::ended);
                changed = true;
            }
        }
        return changed;
    }

    private static boolean isOurs(Managed connection, Subflow subflow) {
        return subflow.initial() ? !connection.isServer() : subflow.flags().contains(SubflowFlag.JOIN_LOC);
    }

    /** What events would have told: the peer's address, our id, and that something comes through there. */
    private KnownSubflow learn(Managed connection, Ends ends, Subflow subflow) {
        var known = new KnownSubflow(
                ends,
                subflow.localId(),
                subflow.remoteId(),
                subflow.initial(),
                isOurs(connection, subflow),
                manager.clock().now());
        connection.add(known);
        connection.ways().heard(known.from(), known.to());
        connection.ids().know(subflow.localId(), known.from());
        if (subflow.remoteId() != 0 && !connection.isServer()) {
            connection.peers().putIfAbsent(subflow.remoteId(), new PeerAddress(subflow.remoteId(), ends.remote()));
        }
        return known;
    }
}
