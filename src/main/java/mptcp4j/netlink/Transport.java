package mptcp4j.netlink;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries datagrams to and from the kernel. This is the seam of the tests: a scripted kernel replaces datagrams, so all
 * our framing runs in every test. Not thread-safe.
 */
public interface Transport extends Closeable {
    /** Sends one datagram. @throws mptcp4j.LinuxException if the socket refuses it */
    void send(byte[] datagram) throws IOException;

    /**
     * Waits for one datagram.
     *
     * @param timeout how long; zero does not wait
     * @return the whole datagram, or empty if none came in time
     * @throws mptcp4j.LinuxException ENOBUFS if the kernel dropped messages because we read too slowly
     */
    Optional<byte[]> receive(Duration timeout) throws IOException;

    @Override
    void close();
}
