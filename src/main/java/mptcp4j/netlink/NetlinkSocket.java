package mptcp4j.netlink;

import static mptcp4j.linux.Abi.AF_NETLINK;
import static mptcp4j.linux.Abi.MSG_DONTWAIT;
import static mptcp4j.linux.Abi.MSG_PEEK;
import static mptcp4j.linux.Abi.MSG_TRUNC;
import static mptcp4j.linux.Abi.POLLIN;
import static mptcp4j.linux.Abi.SOCK_CLOEXEC;
import static mptcp4j.linux.Abi.SOCK_RAW;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;

/**
 * A netlink socket in the network namespace of the thread that opened it; any thread may use it after, one at a time. It
 * is connected to the kernel, so the kernel refuses datagrams that other processes send to it (ECONNREFUSED for them).
 */
public final class NetlinkSocket implements Transport {
    /** {@code NETLINK_ROUTE}: links, addresses, routes, rules, queueing disciplines. */
    public static final int ROUTE = 0;
    /** {@code NETLINK_GENERIC}: families found by name. */
    public static final int GENERIC = 16;

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    /** {@code struct sockaddr_nl}: family, padding, port id, groups. */
    private static final int ADDRESS_SIZE = 12;
    /** The kernel makes the datagrams of a dump as large as the largest buffer that it saw, up to this. */
    private static final int DUMP_SIZE = 32768;

    private final Libc libc;
    private final Fd fd;

    private NetlinkSocket(Libc libc, Fd fd) {
        this.libc = libc;
        this.fd = fd;
    }

    /**
     * Opens one in the namespace of the calling thread.
     *
     * @param protocol {@link #ROUTE} or {@link #GENERIC}
     * @throws LinuxException EPROTONOSUPPORT for a protocol that this kernel has not
     */
    public static NetlinkSocket open(int protocol) throws IOException {
        return open(Libc.get(), protocol);
    }

    static NetlinkSocket open(Libc libc, int protocol) throws IOException {
        Fd fd = Fd.of("socket(NETLINK)", libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
        try {
            // before 4.12 the kernel has no extended ack and before 4.20 no strict check: it answers without
            libc.setsockopt(fd.number(), SOL_NETLINK, NETLINK_EXT_ACK, one());
            libc.setsockopt(fd.number(), SOL_NETLINK, NETLINK_CAP_ACK, one());
            libc.setsockopt(fd.number(), SOL_NETLINK, NETLINK_GET_STRICT_CHK, one());
            byte[] kernel = new byte[ADDRESS_SIZE];
            ByteBuffer.wrap(kernel).order(ByteOrder.nativeOrder()).putShort((short) AF_NETLINK);
            Fd.check("connect(NETLINK)", libc.connect(fd.number(), kernel));
            return new NetlinkSocket(libc, fd);
        } catch (IOException e) {
            fd.close();
            throw e;
        }
    }

    @Override
    public void send(byte[] datagram) throws IOException {
        Fd.check("send(NETLINK)", libc.send(fd.number(), datagram, 0));
    }

    @Override
    public Optional<byte[]> receive(Duration timeout) throws IOException {
        if (!awaitReadable(System.nanoTime() + timeout.toNanos())) {
            return Optional.empty();
        }
        int size = Fd.check("recv(NETLINK)", libc.recv(fd.number(), new byte[0], MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT));
        byte[] buffer = new byte[Math.max(size, DUMP_SIZE)];
        return Optional.of(
                Arrays.copyOf(buffer, Fd.check("recv(NETLINK)", libc.recv(fd.number(), buffer, MSG_DONTWAIT))));
    }

    @Override
    public void close() {
        fd.close();
    }

    /** Lost messages make it readable, too: {@code POLLERR}, and the next {@code recv} reports ENOBUFS, once. */
    private boolean awaitReadable(long deadline) throws IOException {
        while (true) {
            long left = Math.max(0, deadline - System.nanoTime());
            long millis = TimeUnit.NANOSECONDS.toMillis(left + TimeUnit.MILLISECONDS.toNanos(1) - 1);
            int events = libc.poll(fd.number(), POLLIN, (int) Math.min(millis, Integer.MAX_VALUE));
            if (events != -Errno.EINTR.number()) {
                return Fd.check("poll(NETLINK)", events) != 0;
            }
            if (left == 0) { // a signal, such as a profiler's, ends poll(2) even with SA_RESTART and with no time left
                return false;
            }
        }
    }

    private static byte[] one() {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(1).array();
    }
}
