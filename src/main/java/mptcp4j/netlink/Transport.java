package mptcp4j.netlink;

import java.io.Closeable;
import java.io.IOException;

/**
 * Carries datagrams to and from the kernel. This is the seam of the tests: a scripted kernel replaces datagrams, so all
 * our framing runs in every test.
 */
public interface Transport extends Closeable {
    /** Sends one datagram. @throws mptcp4j.LinuxException if the socket refuses it */
    void send(byte[] datagram) throws IOException;

    /**
     * Waits for one datagram.
     *
     * @throws mptcp4j.LinuxException ENOBUFS if the kernel dropped messages because we read too slowly, ETIMEDOUT if
     *     none came in time
     */
    byte[] receive() throws IOException;

    @Override
    void close();
}
