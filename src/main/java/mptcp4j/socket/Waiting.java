package mptcp4j.socket;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Detail;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.ConnectionEstablished;
import mptcp4j.pm.PathManagerEvent.ConnectionEvent;
import mptcp4j.pm.PathManagerEvent.Malformed;
import mptcp4j.pm.PathManagerEvent.Overflow;
import org.jspecify.annotations.Nullable;

/**
 * A wait for something to happen to one connection, until a deadline. The kernel tells nothing when the peer closes or aborts the
 * connection: who waits has to look.
 */
final class Waiting implements Closeable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Control control;
    private final long token;
    private final EventSockets.Turn events;
    private final PeerAddresses peer;
    private final Duration timeout;
    private final Deadline deadline;

    /** Takes ownership of the events. */
    Waiting(
            Control control,
            long token,
            EventSockets.Turn events,
            PeerAddresses peer,
            Duration timeout,
            Deadline deadline) {
        this.control = control;
        this.token = token;
        this.events = events;
        this.peer = peer;
        this.timeout = timeout;
        this.deadline = deadline;
    }

    boolean isOver() {
        return deadline.left().isZero();
    }

    /**
     * Returns what happens next to the connection, or that this was lost.
     *
     * @param patience how long to wait for it, if the deadline is not before
     */
    Optional<PathManagerEvent> next(Duration patience) throws IOException {
        Duration left = deadline.left();
        Deadline pause = Deadline.in(patience.compareTo(left) < 0 ? patience : left);
        do {
            Optional<PathManagerEvent> event = events.next(pause.left()).filter(this::concerns);
            if (event.isPresent()) {
                peer.hear(event.get());
                return event;
            }
        } while (!pause.left().isZero());
        return Optional.empty();
    }

    private boolean concerns(PathManagerEvent event) {
        return event instanceof ConnectionEvent one
                ? one.token() == token
                : event instanceof Overflow || event instanceof Malformed;
    }

    /** A connection can be joined once both ends have heard of each other: at a client that is after its first data. */
    void awaitFullyEstablished(SubflowPlan plan, LinuxException tooEarly) throws IOException {
        Optional<PathManagerEvent> event;
        do {
            requireJoinable(plan, tooEarly);
            if (isOver()) {
                throw failure(
                        plan,
                        Errno.ENOTCONN,
                        tooEarly,
                        "the connection is not fully established: that takes data, or its acknowledgement, both ways");
            }
            event = next(BETWEEN_LOOKS);
        } while (event.isEmpty()
                || (event.get() instanceof ConnectionEvent other && !(other instanceof ConnectionEstablished)));
    }

    /**
     * @param refusal what the kernel said, if it said something
     * @throws java.nio.channels.ClosedChannelException if the socket was closed here
     * @throws LinuxException ENOTCONN if either end has begun to end the connection
     */
    void requireJoinable(SubflowPlan plan, @Nullable LinuxException refusal) throws IOException {
        TcpState state = control.connections()
                .find(token, Detail.CONNECTION)
                .map(Connection::state)
                .orElse(TcpState.CLOSE);
        if (state == TcpState.ESTABLISHED) {
            return;
        }
        control.descriptor().call(fd -> Boolean.TRUE);
        String reason = switch (state) {
            case CLOSE -> Control.ENDED;
            case CLOSE_WAIT -> "the peer is closing the connection";
            default -> "the connection is being closed";
        };
        throw failure(plan, Errno.ENOTCONN, refusal, reason + " (" + state + ")");
    }

    LinuxException timedOut(SubflowPlan plan, String what) {
        return failure(plan, Errno.ETIMEDOUT, null, what + " within " + timeout.toMillis() + " ms");
    }

    /** Returns an error with the kernel's own words and ours, either of which may be missing. */
    static LinuxException failure(SubflowPlan plan, Errno errno, @Nullable LinuxException cause, String ours) {
        String kernels = cause == null || cause.detail() == null ? "" : cause.detail();
        String words = kernels + (kernels.isEmpty() || ours.isEmpty() ? "" : ": ") + ours;
        var failure = new LinuxException("open " + plan, errno, words.isEmpty() ? errno.meaning() : words);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    @Override
    public void close() {
        events.close();
    }
}
