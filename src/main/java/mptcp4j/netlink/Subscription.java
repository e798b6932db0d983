package mptcp4j.netlink;

import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.linux.Abi.SO_RCVBUF;
import static mptcp4j.linux.Abi.SO_RCVBUFFORCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.Poll;
import mptcp4j.linux.Wakeup;

/**
 * What the kernel says to a multicast group, on a socket of its own, so that a request never meets a notification. One
 * thread at a time may receive; any other may close it, which ends the wait.
 */
public final class Subscription implements Receiver {
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;

    private final NetlinkSocket socket;
    private final Wakeup wakeup;
    private final Poll poll;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Subscription(NetlinkSocket socket, Wakeup wakeup) throws LinuxException {
        this.socket = socket;
        this.wakeup = wakeup;
        poll = new Poll(socket.libc(), socket.fd(), wakeup.fd());
    }

    /**
     * Joins groups in the namespace of the calling thread. What the kernel says from then on is kept until it is received.
     *
     * @param protocol as of {@link NetlinkSocket#open}
     * @param bufferBytes how much may wait; without CAP_NET_ADMIN at most {@code net.core.rmem_max}
     * @param groups their numbers
     * @throws LinuxException EPERM if a group is not for everyone, ENOENT if the family has no such group
     */
    public static Subscription open(int protocol, int bufferBytes, int... groups) throws IOException {
        return open(Libc.get(), protocol, bufferBytes, groups);
    }

    static Subscription open(Libc libc, int protocol, int bufferBytes, int... groups) throws IOException {
        NetlinkSocket socket = NetlinkSocket.open(libc, protocol);
        try {
            int fd = socket.fd().number();
            byte[] size = NetlinkSocket.number(bufferBytes);
            if (libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, size) == -Errno.EPERM.number()) {
                Fd.check("setsockopt(SO_RCVBUF)", libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, size));
            }
            for (int group : groups) {
                byte[] number = NetlinkSocket.number(group);
                Fd.check(
                        "join netlink group " + group,
                        libc.setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, number));
            }
            return new Subscription(socket, Wakeup.create(libc));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * {@inheritDoc} Empty at once when it is closed meanwhile.
     *
     * @throws LinuxException EBADF if it was closed before
     */
    @Override
    public synchronized Optional<ByteBuffer> receive(Duration timeout) throws IOException {
        Optional<ByteBuffer> there = socket.take();
        if (there.isPresent() || timeout.isZero() || !poll.await(timeout) || closed.get()) {
            return there;
        }
        return socket.take();
    }

    /** Ends the wait of another thread, and then leaves the groups. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            wakeup.wake();
        } catch (LinuxException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (this) {
            socket.close();
            wakeup.close();
        }
    }
}
