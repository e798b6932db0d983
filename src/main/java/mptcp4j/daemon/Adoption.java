package mptcp4j.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mptcp4j.TcpState;
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
    private final Manager manager;
    private final Worker worker;

    Adoption(Manager manager, Worker worker) {
        this.manager = manager;
        this.worker = worker;
    }

    /** @param begun when reading began */
    void all(List<Connection> found, Duration begun) {
        manager.tally().resynced();
        Set<Long> there = new HashSet<>();
        for (Connection one : found) {
            there.add(one.token());
            one(one, begun);
        }
        List<Long> missing = new ArrayList<>();
        for (Managed known : manager.table().all()) {
            if (!there.contains(known.token()) && known.since().compareTo(begun) < 0) {
                missing.add(known.token());
            }
        }
        if (!missing.isEmpty()) {
            worker.verify(missing);
        }
    }

    /** @param begun when reading began */
    void one(Connection found, Duration begun) {
        if (found.token() == 0
                || found.state() != TcpState.ESTABLISHED
                || found.info().fallback()) {
            return;
        }
        List<Subflow> subflows = found.subflows().orElse(List.of());
        Optional<Managed> known = manager.table().find(found.token());
        Managed connection = known.orElseGet(() -> adopt(found, subflows));
        take(connection, subflows, begun);
        if (subflows.stream().anyMatch(its -> its.flags().contains(SubflowFlag.FULLY_ESTABLISHED))) {
            connection.ready();
        }
        manager.reconciler().see(connection);
    }

    private Managed adopt(Connection found, List<Subflow> subflows) {
        manager.tally().adopted();
        boolean joinedHere = subflows.stream().anyMatch(its -> its.flags().contains(SubflowFlag.JOIN_LOC));
        boolean server = found.role().map(role -> role == Role.SERVER).orElse(!joinedHere);
        return manager.add(found.token(), server, new Ends(found.local(), found.remote()), true);
    }

    private void take(Managed connection, List<Subflow> found, Duration begun) {
        Set<Ends> there = new HashSet<>();
        for (Subflow subflow : found) {
            var ends = new Ends(subflow.local(), subflow.remote());
            if (subflow.state() == TcpState.ESTABLISHED || subflow.state() == TcpState.CLOSE_WAIT) {
                there.add(ends);
                KnownSubflow known = connection.subflow(ends).orElseGet(() -> learn(connection, ends, subflow));
                known.established(true)
                        .boundTo(subflow.interfaceIndex())
                        .backup(
                                subflow.flags().contains(SubflowFlag.BKUP_LOC),
                                manager.clock().now())
                        .backupOfPeer(subflow.flags().contains(SubflowFlag.BKUP_REM));
            }
        }
        for (KnownSubflow known : List.copyOf(connection.subflows())) {
            if (!there.contains(known.ends()) && known.since().compareTo(begun) < 0) {
                connection.remove(known.ends()).ifPresent(manager.totals()::ended);
            }
        }
    }

    private KnownSubflow learn(Managed connection, Ends ends, Subflow subflow) {
        boolean ours =
                subflow.initial() ? !connection.isServer() : subflow.flags().contains(SubflowFlag.JOIN_LOC);
        var known = new KnownSubflow(
                ends,
                subflow.localId(),
                subflow.remoteId(),
                subflow.initial(),
                ours,
                manager.clock().now());
        connection.add(known);
        return known;
    }
}
