package mptcp4j.netlink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Brings datagrams of the kernel. */
public interface Receiver extends Closeable {
    /**
     * Waits for one datagram.
     *
     * @param timeout how long; zero does not wait
     * @return the whole datagram, from index 0 to the limit and good until the next call, or empty if none came in time
     * @throws mptcp4j.LinuxException ENOBUFS if the kernel dropped messages because we read too slowly
     */
    Optional<ByteBuffer> receive(Duration timeout) throws IOException;

    @Override
    void close();
}
