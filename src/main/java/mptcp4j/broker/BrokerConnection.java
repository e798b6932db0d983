package mptcp4j.broker;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Deadline;
import org.jspecify.annotations.Nullable;

/** A connection to the daemon, which lines go over. One thread at a time; {@link #close} is for any, and ends a wait. */
final class BrokerConnection implements Closeable {
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

    /** @throws LinuxException ECONNREFUSED if no daemon answers there */
    static BrokerConnection open(Path socket) throws IOException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
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
