package mptcp4j.netlink;

import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.linux.Abi.SO_RCVBUF;
import static mptcp4j.linux.Abi.SO_RCVBUFFORCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
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
public final class Subscription implements Membership {
    /** What was lost, and what did not fit: neither ends the socket. */
    private static final Set<Errno> LOSSES = Set.of(Errno.ENOBUFS, Errno.EMSGSIZE);

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_DROP_MEMBERSHIP = 2;

    /** Places of what is waited for. */
    private static final int SOCKET = 0;

    private static final int WAKEUP = 1;

    private final NetlinkSocket socket;
    private final int[] groups;
    private final Wakeup wakeup;
    private final Poll poll;
    private final int bufferBytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Subscription(NetlinkSocket socket, Wakeup wakeup, int... groups) throws LinuxException {
        this.socket = socket;
        this.wakeup = wakeup;
        this.groups = groups;
        poll = new Poll(socket.libc(), socket.fd(), wakeup.fd());
        byte[] size = NetlinkSocket.number(0);
        Fd.check("getsockopt(SO_RCVBUF)", socket.libc().getsockopt(socket.fd().number(), SOL_SOCKET, SO_RCVBUF, size));
        bufferBytes = ByteBuffer.wrap(size).order(ByteOrder.nativeOrder()).getInt();
    }

    /**
     * Joins groups in the namespace of the calling thread. What the kernel says from then on is kept until it is received.
     *
     * @param protocol as of {@link NetlinkSocket#open}
     * @param bufferBytes how much may wait; at most {@code net.core.rmem_max} without CAP_NET_ADMIN in the first user
     *     namespace, such as in a container without privileges and under {@code unshare -Ur}
     * @param groups their numbers
     * @throws LinuxException EPERM if a group is not for everyone, ENOENT if the family has no such group
     */
    public static Subscription open(int protocol, int bufferBytes, int... groups) throws IOException {
        return open(Libc.get(), protocol, bufferBytes, groups);
    }

    static Subscription open(Libc libc, int protocol, int bufferBytes, int... groups) throws IOException {
        NetlinkSocket socket = NetlinkSocket.open(libc, protocol);
        try {
            setBuffer(socket, bufferBytes);
            join(socket, groups);
            return withWakeup(socket, groups);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void setBuffer(NetlinkSocket socket, int bytes) throws LinuxException {
        int fd = socket.fd().number();
        byte[] size = NetlinkSocket.number(bytes);
        int result = socket.libc().setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, size);
        if (result == -Errno.EPERM.number()) {
            result = socket.libc().setsockopt(fd, SOL_SOCKET, SO_RCVBUF, size);
        }
        Fd.check("setsockopt(SO_RCVBUF)", result);
    }

    private static void join(NetlinkSocket socket, int... groups) throws LinuxException {
        for (int group : groups) {
            byte[] number = NetlinkSocket.number(group);
            Fd.check(
                    "join netlink group " + group,
                    socket.libc().setsockopt(socket.fd().number(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, number));
        }
    }

    private static Subscription withWakeup(NetlinkSocket socket, int... groups) throws LinuxException {
        Wakeup wakeup = Wakeup.create(socket.libc());
        try {
            return new Subscription(socket, wakeup, groups);
        } catch (LinuxException e) {
            wakeup.close();
            throw e;
        }
    }

    /** Returns the buffer that the kernel gave ({@code SO_RCVBUF}): twice the bytes asked for, where it gave them all. */
    public int bufferBytes() {
        return bufferBytes;
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
        if (poll.ready(WAKEUP)) {
            wakeup.clear();
        }
        return poll.ready(SOCKET) ? socket.take() : Optional.empty();
    }

    @Override
    public void wake() throws IOException {
        wakeup.wake();
    }

    @Override
    public synchronized void join() throws IOException {
        join(socket, groups);
    }

    @Override
    public synchronized void leave() throws IOException {
        for (int group : groups) {
            byte[] number = NetlinkSocket.number(group);
            Fd.check(
                    "leave netlink group " + group,
                    socket.libc().setsockopt(socket.fd().number(), SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, number));
        }
        boolean more = true;
        while (more) {
            try {
                more = socket.take().isPresent();
            } catch (LinuxException e) {
                if (!LOSSES.contains(e.errno())) {
                    throw e;
                }
            }
        }
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
        } finally {
            synchronized (this) {
                socket.close();
                wakeup.close();
            }
        }
    }
}
