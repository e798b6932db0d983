package mptcp4j.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.linux.Deadline;

/** Waits until a connection has so many subflows. */
final class SubflowsAwaited {
    /** The peer's last word of a handshake is no event. */
    private static final Duration HALFWAY = Duration.ofMillis(2);

    private final MptcpConnection connection;
    private final ConnectionDescriptor descriptor;
    private final Observer observer;
    private final ChangeSource source;

    SubflowsAwaited(
            MptcpConnection connection, ConnectionDescriptor descriptor, Observer observer, ChangeSource source) {
        this.connection = connection;
        this.descriptor = descriptor;
        this.observer = observer;
        this.source = source;
    }

    List<Subflow> await(int count, Duration timeout) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        source.begin();
        while (true) {
            requireAlive();
            List<Subflow> established = established(connection.subflows());
            List<Subflow> usable = usable(established);
            if (usable.size() >= count) {
                return usable;
            }
            Duration left = deadline.left();
            if (left.isZero()) {
                throw new LinuxException(
                        "await subflows",
                        Errno.ETIMEDOUT,
                        usable.size() + " of " + count + " subflows after " + timeout.toMillis() + " ms");
            }
            boolean halfway = established.size() > usable.size();
            source.next(halfway && left.compareTo(HALFWAY) > 0 ? HALFWAY : left);
        }
    }

    private void requireAlive() throws IOException {
        if (descriptor.hasLostItsPeer()) {
            throw new LinuxException("await subflows", Errno.ENOTCONN, "the connection is gone");
        }
    }

    private static List<Subflow> established(List<Subflow> subflows) {
        return subflows.stream()
                .filter(subflow -> subflow.state() == TcpState.ESTABLISHED)
                .toList();
    }

    private List<Subflow> usable(List<Subflow> established) throws IOException {
        List<Subflow> usable = new ArrayList<>();
        for (Subflow subflow : established) {
            if (observer.isUsable(subflow)) {
                usable.add(subflow);
            }
        }
        return List.copyOf(usable);
    }
}
