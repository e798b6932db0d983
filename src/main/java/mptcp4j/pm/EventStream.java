package mptcp4j.pm;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Events as they happen, from wherever they come: the kernel ({@link PathManagerEvents}), or a daemon that tells those of one
 * connection. One thread at a time takes events; {@link #close} is for any.
 */
public interface EventStream extends Closeable {
    /**
     * Waits for the next event. An interrupt does not end the wait, {@link #close} does.
     *
     * @param timeout how long; zero does not wait
     * @return empty if none came in time, or if this is closed, before or meanwhile
     */
    Optional<PathManagerEvent> next(Duration timeout) throws IOException;

    /** Returns whether {@link #close} was not called yet. */
    boolean isOpen();

    /** Ends the stream, and the wait of another thread. */
    @Override
    void close();
}
