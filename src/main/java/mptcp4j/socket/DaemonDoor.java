package mptcp4j.socket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.broker.BrokeredEvents;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.EventStream;
import org.jspecify.annotations.Nullable;

/**
 * The way to the daemon of a network namespace, which does for its users what the kernel does for those alone who have CAP_NET_ADMIN.
 * Nothing stays open before the kernel has refused something; a daemon that was started again is found again. Thread-safe.
 */
final class DaemonDoor implements Closeable {
    private static final Duration TO_TELL = Duration.ofMillis(500);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    private final long namespace;
    private Deadline nobodyUntil = Deadline.in(Duration.ZERO);
    private @Nullable BrokerClient client;

    /** @param namespace the cookie of it */
    DaemonDoor(long namespace) {
        this.namespace = namespace;
    }

    /**
     * Returns who can be asked in place of the kernel.
     *
     * @param refusal the kernel's
     * @throws LinuxException EPERM with what can be done, where nobody can be asked
     */
    synchronized BrokerClient client(LinuxException refusal) throws LinuxException {
        if (client == null || !client.isAlive()) {
            close();
            client = open(BrokerSocket.path(), refusal);
        }
        return client;
    }

    private BrokerClient open(Path socket, LinuxException refusal) throws LinuxException {
        BrokerClient opened;
        try {
            opened = BrokerClient.open(socket);
        } catch (IOException e) {
            throw forbidden(refusal, reason(socket, e), e);
        }
        if (opened.namespace() != namespace) {
            opened.close();
            throw forbidden(refusal, "the one at " + socket + " is of another network namespace", null);
        }
        return opened;
    }

    private static String reason(Path socket, IOException e) {
        boolean none = e instanceof LinuxException linux && linux.errno().equals(Errno.ECONNREFUSED);
        return none ? "none answers at " + socket : String.valueOf(e.getMessage());
    }

    private static LinuxException forbidden(LinuxException refusal, String why, @Nullable Exception suppressed) {
        var forbidden = new LinuxException(
                refusal.operation(),
                Errno.EPERM,
                Objects.requireNonNullElse(refusal.detail(), "needs the right") + ", or an mptcp4j daemon: " + why);
        forbidden.initCause(refusal);
        if (suppressed != null) {
            forbidden.addSuppressed(suppressed);
        }
        return forbidden;
    }

    /**
     * Tells the daemon, if there is one, who steers a connection: a policy would undo what a program commands the kernel itself. Without
     * a daemon there is no policy, and one that does not answer keeps nobody.
     */
    synchronized void tell(long token, boolean steered) {
        if (!nobodyUntil.left().isZero()) {
            return;
        }
        nobodyUntil = Deadline.in(BETWEEN_ATTEMPTS);
        try (BrokerClient told = BrokerClient.open(BrokerSocket.path(), TO_TELL)) {
            nobodyUntil = Deadline.in(Duration.ZERO);
            if (told.namespace() == namespace) {
                told.steer(token, steered);
            }
        } catch (IOException e) {
            System.getLogger(DaemonDoor.class.getName()).log(System.Logger.Level.DEBUG, "nobody to tell", e);
        }
    }

    /**
     * As {@link #client}, for the events of one connection: a stream of its own.
     *
     * @param steered as of {@link BrokeredEvents#open}
     */
    EventStream events(long token, BooleanSupplier steered, LinuxException refusal) throws LinuxException {
        client(refusal);
        try {
            return BrokeredEvents.open(BrokerSocket.path(), token, steered);
        } catch (IOException e) {
            throw forbidden(refusal, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
