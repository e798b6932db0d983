package mptcp4j.socket;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mptcp4j.LinuxException;

/** Finds out what happens to a connection, for one thread; {@link #close} is for any. */
interface ChangeSource extends Closeable {
    /** Returns why the kernel's events could not be had, or empty where this has them. */
    Optional<LinuxException> refusal();

    /** Returns what its listener knows. */
    SubflowBook book();

    /** Begins. @return the subflows that there are, from which on changes are told */
    List<Subflow> begin() throws IOException;

    /**
     * Waits for what happens.
     *
     * @param patience how long at most; a source has a period of its own, too
     * @return the events in their order, none if nothing happened or this was closed; after the end of the connection nothing happens
     */
    List<ConnectionEvent> next(Duration patience) throws IOException;

    /** Ends the wait of another thread. */
    @Override
    void close();
}
