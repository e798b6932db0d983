package mptcp4j.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Detail;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.ConnectionEstablished;
import mptcp4j.pm.PathManagerEvents;

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
        this.planner = new SubflowPlanner(control, peer);
        this.peer = peer;
        this.ids = ids;
    }

    Subflow open(SubflowSpec spec, Duration timeout) throws IOException {
        return open(planner.plan(spec), timeout);
    }

    /** Returns when the subflow is established at both ends. Of one that is not, nothing stays. */
    Subflow open(SubflowPlan plan, Duration timeout) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        List<Subflow> before = connection.subflows();
        ConnectionPathManager pathManager = control.pathManager();
        try (PathManagerEvents events = control.events()) {
            var joining = new Joining(connection, pathManager, plan, ids(before), timeout);
            create(plan, pathManager, events, deadline);
            joining.started();
            while (true) {
                Optional<PathManagerEvent> event = next(pathManager, events, joining.patience(deadline));
                Optional<Subflow> joined = joining.after(event);
                if (joined.isPresent()) {
                    return joined.get();
                }
                if (deadline.left().isZero()) {
                    throw joining.abandon();
                }
            }
        }
    }

    private static Set<Long> ids(List<Subflow> subflows) {
        return subflows.stream().map(Subflow::id).collect(Collectors.toSet());
    }

    /** A connection can be joined once both ends have heard of each other, at a client after its first data. */
    private void create(
            SubflowPlan plan, ConnectionPathManager pathManager, PathManagerEvents events, Deadline deadline)
            throws IOException {
        while (true) {
            try {
                ids.with(
                        pathManager,
                        plan.local(),
                        plan.localPort(),
                        id -> pathManager.createSubflow(plan.localAddress(id), plan.remoteAddress()));
                return;
            } catch (LinuxException e) {
                if (!e.errno().equals(Errno.ENOTCONN)) {
                    throw refusal(plan, e);
                }
                awaitFullyEstablished(plan, e, pathManager, events, deadline);
            }
        }
    }

    private void awaitFullyEstablished(
            SubflowPlan plan,
            LinuxException tooEarly,
            ConnectionPathManager pathManager,
            PathManagerEvents events,
            Deadline deadline)
            throws IOException {
        TcpState state = state(pathManager.token());
        if (state != TcpState.ESTABLISHED) {
            throw refusal(plan, tooEarly, "the connection is ending: it is in state " + state);
        }
        do {
            Optional<PathManagerEvent> event = next(pathManager, events, deadline.left());
            if (event.filter(ConnectionEstablished.class::isInstance).isPresent()) {
                return;
            }
        } while (!deadline.left().isZero());
        throw refusal(
                plan,
                tooEarly,
                "the connection is not fully established: that takes data, or its acknowledgement, both ways");
    }

    private TcpState state(long token) throws IOException {
        return control.connections()
                .find(token, Detail.CONNECTION)
                .map(Connection::state)
                .orElse(TcpState.CLOSE);
    }

    /** Returns the next event, if it is one of the connection, or of all. */
    private Optional<PathManagerEvent> next(
            ConnectionPathManager pathManager, PathManagerEvents events, Duration patience) throws IOException {
        Optional<PathManagerEvent> next = events.next(patience)
                .filter(event ->
                        !(event instanceof PathManagerEvent.ConnectionEvent one) || one.token() == pathManager.token());
        next.ifPresent(peer::hear);
        return next;
    }

    private static LinuxException refusal(SubflowPlan plan, LinuxException cause) {
        String advice = Steering.remedy(cause);
        return refusal(plan, cause, advice.isEmpty() ? cause.errno().meaning() : advice);
    }

    private static LinuxException refusal(SubflowPlan plan, LinuxException cause, String reason) {
        String words = cause.detail() == null ? "" : cause.detail() + ": ";
        var refusal = new LinuxException("open " + plan, cause.errno(), words + reason);
        refusal.initCause(cause);
        return refusal;
    }
}
