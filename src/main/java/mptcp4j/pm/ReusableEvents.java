package mptcp4j.pm;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mptcp4j.LinuxException;
import mptcp4j.netlink.Receiver;
import mptcp4j.netlink.Subscription;

/**
 * A socket for {@link PathManagerEvents}, for who needs short streams of them again and again: to open a socket costs more than
 * what is waited for. Between two streams it is no member of the group: nothing waits in the kernel, which takes nobody for the
 * path manager of user space then. Thread-safe.
 */
public final class ReusableEvents implements Closeable {
    private final Subscription subscription;
    private final int family;
    private final AtomicBoolean taken = new AtomicBoolean();

    ReusableEvents(Subscription subscription, int family) throws IOException {
        this.subscription = subscription;
        this.family = family;
        subscription.leave();
    }

    /**
     * Opens a socket in the network namespace that the calling thread is in.
     *
     * @param bufferBytes as {@link PathManagerEvents#open(int)}
     * @throws LinuxException as that
     */
    public static ReusableEvents open(int bufferBytes) throws IOException {
        return PathManagerEvents.reusable(bufferBytes);
    }

    /**
     * Begins a stream of what happens from now on. Closing it ends it and leaves the socket open; that does not end the wait of
     * another thread, which goes on until its time is up.
     *
     * @return empty while there is one already
     */
    public Optional<PathManagerEvents> begin() throws IOException {
        if (taken.getAndSet(true)) {
            return Optional.empty();
        }
        try {
            subscription.join();
        } catch (IOException e) {
            taken.set(false);
            throw e;
        }
        return Optional.of(new PathManagerEvents(new Turn(), family, subscription.bufferBytes()));
    }

    @Override
    public void close() {
        subscription.close();
    }

    /** The socket, from the beginning of one stream to its end. */
    private final class Turn implements Receiver {
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public Optional<ByteBuffer> receive(Duration timeout) throws IOException {
            return over.get() ? Optional.empty() : subscription.receive(timeout);
        }

        @Override
        public void close() {
            if (over.getAndSet(true)) {
                return;
            }
            try {
                subscription.leave();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            taken.set(false);
        }
    }
}
