package mptcp4j.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Deadline;
import mptcp4j.pm.EventStream;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.Overflow;
import org.jspecify.annotations.Nullable;

/**
 * The events of one connection, as the daemon passes them on. Where the daemon hangs up, as where it is started again, this asks the next
 * one; what happened meanwhile is an {@link Overflow}.
 */
public final class BrokeredEvents implements EventStream {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final Path socket;
    private final long token;
    private final BooleanSupplier steered;
    private final Object turn = new Object();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable BrokerConnection connection;
    private Deadline nextAttempt = Deadline.in(Duration.ZERO);
    private boolean open = true;

    private BrokeredEvents(Path socket, long token, BooleanSupplier steered, BrokerConnection connection) {
        this.socket = socket;
        this.token = token;
        this.steered = steered;
        this.connection = connection;
    }

    /**
     * Subscribes: what happens from now on is told.
     *
     * @param steered whether this program steers the connection by then, which a daemon that was started again does not know
     * @throws LinuxException as {@link BrokerClient}
     */
    public static BrokeredEvents open(Path socket, long token, BooleanSupplier steered) throws IOException {
        return new BrokeredEvents(socket, token, steered, subscribed(socket, token, false));
    }

    private static BrokerConnection subscribed(Path socket, long token, boolean steered) throws IOException {
        Deadline deadline = Deadline.in(PATIENCE);
        BrokerConnection connection = BrokerConnection.open(socket, deadline);
        try {
            ask(connection, Line.empty().with("do", "hello").with("version", Line.VERSION), deadline);
            if (steered) {
                ask(
                        connection,
                        Line.empty().with("do", "steer").with("token", token).with("on", true),
                        deadline);
            }
            ask(connection, Line.empty().with("do", "events").with("token", token), deadline);
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void ask(BrokerConnection connection, Line request, Deadline deadline) throws IOException {
        connection.send(request.with("id", 1), deadline);
        Line answer = connection.receive(deadline).orElseThrow(connection::late);
        if (Refusal.is(answer)) {
            throw Refusal.read(answer);
        }
    }

    @Override
    public Optional<PathManagerEvent> next(Duration timeout) throws IOException {
        synchronized (turn) {
            Deadline deadline = Deadline.in(timeout);
            while (isOpen()) {
                BrokerConnection now = current();
                if (now == null) {
                    if (reconnected()) {
                        return Optional.of(new Overflow());
                    }
                    return pause(deadline);
                }
                try {
                    return event(now.receive(deadline));
                } catch (LinuxException e) {
                    if (!e.errno().equals(Errno.EPIPE)) {
                        throw e;
                    }
                    drop(now);
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<PathManagerEvent> event(Optional<Line> line) throws ProtocolException {
        return line.isPresent() ? Optional.of(EventWire.read(line.get())) : Optional.empty();
    }

    private synchronized @Nullable BrokerConnection current() {
        return connection;
    }

    private synchronized void drop(BrokerConnection gone) {
        gone.close();
        connection = null;
    }

    /** A daemon that says no, as it does where the connection has ended, may say so again and again. */
    private boolean reconnected() {
        if (!nextAttempt.left().isZero()) {
            return false;
        }
        nextAttempt = Deadline.in(BETWEEN_ATTEMPTS);
        try {
            BrokerConnection fresh = subscribed(socket, token, steered.getAsBoolean());
            synchronized (this) {
                if (!open) {
                    fresh.close();
                    return false;
                }
                connection = fresh;
            }
            return true;
        } catch (IOException e) {
            System.getLogger(BrokeredEvents.class.getName()).log(System.Logger.Level.DEBUG, "events", e);
            return false;
        }
    }

    /** An interrupt does not hurry us, as it does not who waits for the kernel; it stays set. */
    private Optional<PathManagerEvent> pause(Deadline deadline) {
        Duration patience = nextAttempt.left();
        Deadline end = deadline.left().compareTo(patience) < 0 ? deadline : Deadline.in(patience);
        boolean interrupted = Thread.interrupted();
        try {
            while (!end.left().isZero() && isOpen()) {
                try {
                    if (closed.await(end.left().toNanos(), TimeUnit.NANOSECONDS)) {
                        return Optional.empty();
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return Optional.empty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }

    @Override
    public synchronized void close() {
        open = false;
        if (connection != null) {
            connection.close();
        }
        closed.countDown();
    }
}
