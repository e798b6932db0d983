package mptcp4j.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.EventStream;
import mptcp4j.pm.PathManagerEvents;

/** Who wants to know what happens to one connection, and from where it is known. Thread-safe. */
final class ConnectionEvents {
    static final Duration PERIOD = Duration.ofMillis(100);

    /** Without the right; before the kernel has them; from a thread in another network namespace. */
    private static final Set<Errno> NOT_TO_BE_HAD = Set.of(Errno.EPERM, Errno.ENOENT, Errno.EINVAL);

    private final MptcpConnection connection;
    private final Control control;
    private final PeerAddresses peer;
    private final List<SubflowBook> books = new CopyOnWriteArrayList<>();

    ConnectionEvents(MptcpConnection connection, Control control, PeerAddresses peer) {
        this.connection = connection;
        this.control = control;
        this.peer = peer;
    }

    /** Passes on what somebody has read. */
    List<Subflow> saw(List<Subflow> subflows) {
        books.forEach(book -> book.saw(subflows));
        return subflows;
    }

    ConnectionSubscription subscribe(Consumer<? super ConnectionEvent> listener, Duration period) throws IOException {
        Objects.requireNonNull(listener, "listener");
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("a period is longer than nothing: " + period);
        }
        return subscribe(listener, best(period));
    }

    /** @param source which it closes at its end */
    ConnectionSubscription subscribe(Consumer<? super ConnectionEvent> listener, ChangeSource source)
            throws IOException {
        books.add(source.book());
        try {
            return ConnectionSubscription.start(source, listener, () -> books.remove(source.book()));
        } catch (IOException | RuntimeException | Error e) {
            books.remove(source.book());
            source.close();
            throw e;
        }
    }

    List<Subflow> awaitSubflows(int count, Duration timeout) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("at least one subflow is waited for: " + count);
        }
        try (ChangeSource source = best(PERIOD)) {
            Observer observer = observer(source.refusal().isEmpty());
            return new SubflowsAwaited(connection, control.descriptor(), observer, source).await(count, timeout);
        }
    }

    /**
     * Returns the kernel's events, or polling where they cannot be had.
     *
     * @throws LinuxException EOPNOTSUPP if the connection is not multipath
     */
    private ChangeSource best(Duration period) throws IOException {
        try {
            return kernel(period, PathManagerEvents.DEFAULT_BUFFER);
        } catch (LinuxException e) {
            if (!NOT_TO_BE_HAD.contains(e.errno())) {
                throw e;
            }
            return polled(period, e);
        }
    }

    ChangeSource kernel(Duration period, int bufferBytes) throws IOException {
        long token = control.token();
        EventStream events = control.events(token, bufferBytes);
        return new KernelChanges(events, token, peer, observer(true), period);
    }

    ChangeSource polled(Duration period, LinuxException refusal) {
        return new PolledChanges(observer(false), period, refusal);
    }

    /** Before Linux 6.15 sock_diag tells of subflows only with privilege. */
    private Observer observer(boolean privileged) {
        return new Observer(
                connection,
                control.descriptor(),
                privileged || KernelRelease.running().isAtLeast(6, 15));
    }
}
