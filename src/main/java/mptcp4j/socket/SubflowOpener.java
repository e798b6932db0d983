package mptcp4j.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.Detail;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.SubflowCommands;

/** Opens subflows and waits for what becomes of them. */
final class SubflowOpener {
    private final MptcpConnection connection;
    private final Control control;
    private final SubflowPlanner planner;
    private final PeerAddresses peer;
    private final LocalIds ids;

    SubflowOpener(MptcpConnection connection, Control control, PeerAddresses peer, LocalIds ids) {
        this.connection = connection;
        this.control = control;
        this.planner = new SubflowPlanner(connection, control, peer);
        this.peer = peer;
        this.ids = ids;
    }

    Subflow open(SubflowSpec spec, Duration timeout) throws IOException {
        return open(planner.plan(spec), timeout);
    }

    /** Returns when the subflow is established at both ends. Of one that is not, nothing stays. */
    Subflow open(SubflowPlan plan, Duration timeout) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        SubflowCommands pathManager = control.pathManager();
        try (var waiting = waiting(plan, pathManager.token(), timeout, deadline)) {
            Joining joining = start(plan, pathManager, waiting);
            try {
                return joining.await(waiting, pathManager);
            } catch (IOException | RuntimeException e) {
                joining.undo(pathManager, e);
                throw e;
            }
        }
    }

    /** What the kernel tells of the subflow it tells from now on, so before there is one. */
    private Waiting waiting(SubflowPlan plan, long token, Duration timeout, Deadline deadline) throws IOException {
        try {
            return new Waiting(control, token, control.events(token), peer, timeout, deadline);
        } catch (LinuxException e) {
            throw refusal(plan, e);
        }
    }

    private Joining start(SubflowPlan plan, SubflowCommands pathManager, Waiting waiting) throws IOException {
        Lock starting = control.starting();
        while (true) {
            Optional<LinuxException> tooEarly;
            starting.lock();
            try {
                List<Subflow> before = connection.read();
                tooEarly = create(plan, pathManager, waiting);
                if (tooEarly.isEmpty()) {
                    return joining(plan, pathManager, before);
                }
            } finally {
                starting.unlock();
            }
            waiting.awaitFullyEstablished(plan, tooEarly.get());
        }
    }

    private Joining joining(SubflowPlan plan, SubflowCommands pathManager, List<Subflow> before) throws IOException {
        try {
            return new Joining(connection, plan, before, connection.subflows());
        } catch (IOException | RuntimeException e) {
            undoUnseen(plan, pathManager, before, e);
            throw e;
        }
    }

    /** The SYN is sent, and the connection does not tell of whom: sock_diag may. */
    void undoUnseen(SubflowPlan plan, SubflowCommands pathManager, Collection<Subflow> before, Exception failure) {
        try {
            List<SubflowAddresses> begun = control.connections().find(pathManager.token(), Detail.SUBFLOWS).stream()
                    .flatMap(connection -> connection.subflows().stream())
                    .flatMap(List::stream)
                    .filter(one -> plan.fits(one.local(), one.remote()))
                    .map(one -> new SubflowAddresses(one.local(), one.remote()))
                    .filter(one ->
                            before.stream().noneMatch(other -> other.ends().equals(one)))
                    .toList();
            Undoing.close(pathManager, begun, failure);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Sends the SYN. Returns the refusal of a connection that cannot be joined yet. */
    private Optional<LinuxException> create(SubflowPlan plan, SubflowCommands pathManager, Waiting waiting)
            throws IOException {
        try {
            ids.with(
                    pathManager,
                    plan.local(),
                    plan.localPort(),
                    id -> pathManager.createSubflow(plan.localAddress(id), plan.remoteAddress()));
            return Optional.empty();
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.ENOTCONN)) {
                return Optional.of(e);
            }
            if (Steering.isGone(e)) {
                waiting.requireJoinable(plan, e);
            }
            throw refusal(plan, e);
        }
    }

    /** Keeps the kernel's words, and adds what they mean where they are but a number. */
    private static LinuxException refusal(SubflowPlan plan, LinuxException cause) {
        String advice = Steering.remedy(cause);
        boolean isNumber = String.valueOf(cause.detail()).startsWith("connect error");
        return Waiting.failure(
                plan, cause.errno(), cause, isNumber ? cause.errno().meaning() : advice);
    }
}
