package mptcp4j.netlink;

import java.io.IOException;

/**
 * Carries datagrams to and from the kernel. This is the seam of the tests: a scripted kernel replaces datagrams, so all
 * our framing runs in every test. Not thread-safe.
 */
public interface Transport extends Receiver {
    /** Sends one datagram. @throws mptcp4j.LinuxException if the socket refuses it */
    void send(byte[] datagram) throws IOException;
}
