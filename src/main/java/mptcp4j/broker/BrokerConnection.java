package mptcp4j.broker;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Deadline;
import org.jspecify.annotations.Nullable;

/** A connection to the daemon, which lines go over. One thread at a time; {@link #close} is for any, and ends a wait. */
final class BrokerConnection implements Closeable {
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(10);

    private final Path socket;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final LineInput input = new LineInput();
    private final ByteBuffer scratch = ByteBuffer.allocate(4096);

    private BrokerConnection(Path socket, SocketChannel channel, Selector selector) throws IOException {
        this.socket = socket;
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        key = channel.register(selector, 0);
    }

    /** @throws LinuxException ECONNREFUSED if no daemon answers there; ETIMEDOUT if one has not looked who comes until then */
    static BrokerConnection open(Path socket, Deadline deadline) throws IOException {
        SocketChannel channel;
        try {
            channel = connected(socket, deadline);
        } catch (LinuxException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw withCause(
                    new LinuxException(
                            "connect to the daemon",
                            Errno.ECONNREFUSED,
                            "no mptcp4j daemon answers at " + socket + ": " + e.getMessage()),
                    e);
        }
        Selector selector = null;
        try {
            selector = Selector.open();
            return new BrokerConnection(socket, channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            if (selector != null) {
                selector.close();
            }
            throw e;
        }
    }

    /** Where too many wait to be let in a Unix socket does not connect later, but has to try again (EAGAIN). */
    private static SocketChannel connected(Path socket, Deadline deadline) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                Optional<SocketChannel> channel = tried(socket);
                if (channel.isPresent()) {
                    return channel.get();
                }
                if (deadline.left().isZero()) {
                    throw late(socket);
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Optional<SocketChannel> tried(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            connected = channel.connect(UnixDomainSocketAddress.of(socket));
            return connected ? Optional.of(channel) : Optional.empty();
        } catch (SocketException e) {
            if (e instanceof ConnectException || e instanceof BindException || !Files.exists(socket)) {
                throw e;
            }
            return Optional.empty(); // the JDK has no name for what is left, EAGAIN
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    /** Returns whether the daemon has not hung up, as far as can be known without asking. */
    boolean isAlive() {
        try {
            return channel.isOpen() && input.read(channel, scratch);
        } catch (IOException e) {
            return false;
        }
    }

    void send(Line line, Deadline deadline) throws IOException {
        ByteBuffer bytes = line.bytes();
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0 && !ready(SelectionKey.OP_WRITE, deadline)) {
                    throw late();
                }
            }
        } catch (LinuxException e) {
            throw e;
        } catch (IOException e) {
            throw hungUp(e);
        }
    }

    /** Returns the next line; empty when time is up, or this is closed. @throws LinuxException EPIPE if the daemon hung up */
    Optional<Line> receive(Deadline deadline) throws IOException {
        Optional<Line> line = input.next();
        while (line.isEmpty()) {
            boolean nothing = !fill();
            line = input.next();
            if (line.isEmpty() && nothing && !ready(SelectionKey.OP_READ, deadline)) {
                return Optional.empty();
            }
        }
        return line;
    }

    /** Returns whether something came. */
    private boolean fill() throws IOException {
        boolean open;
        try {
            open = input.read(channel, scratch);
        } catch (IOException e) {
            if (!channel.isOpen()) {
                return false;
            }
            throw hungUp(e);
        }
        if (!open) {
            throw hungUp(null);
        }
        return scratch.position() > 0;
    }

    /** An interrupt does not hurry us, as it does not who waits for the kernel; it stays set. */
    private boolean ready(int operation, Deadline deadline) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            key.interestOps(operation);
            while (channel.isOpen()) {
                Duration left = deadline.left();
                int ready = left.isZero() ? selector.selectNow() : selector.select(millis(left));
                selector.selectedKeys().clear();
                interrupted |= Thread.interrupted();
                if (ready > 0) {
                    return true;
                }
                if (deadline.left().isZero()) {
                    return false;
                }
            }
            return false;
        } catch (ClosedSelectorException | CancelledKeyException e) {
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static long millis(Duration left) {
        return Math.max(1, left.plusNanos(999_999).toMillis());
    }

    LinuxException late() {
        return late(socket);
    }

    private static LinuxException late(Path socket) {
        return new LinuxException("ask the daemon", Errno.ETIMEDOUT, "the daemon at " + socket + " does not answer");
    }

    private LinuxException hungUp(@Nullable IOException cause) {
        var error = new LinuxException(
                "ask the daemon",
                Errno.EPIPE,
                "the daemon at " + socket + " hung up: whether it did what was asked is not known");
        return cause == null ? error : withCause(error, cause);
    }

    private static LinuxException withCause(LinuxException error, Throwable cause) {
        error.initCause(cause);
        return error;
    }

    /** A Unix socket and a selector close without a failure that anybody could mend. */
    @Override
    public void close() {
        try (Selector closing = selector) {
            channel.close();
            closing.wakeup();
        } catch (IOException e) {
            System.getLogger(BrokerConnection.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
        }
    }
}
