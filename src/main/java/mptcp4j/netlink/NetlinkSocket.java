package mptcp4j.netlink;

import static mptcp4j.linux.Abi.AF_NETLINK;
import static mptcp4j.linux.Abi.MSG_DONTWAIT;
import static mptcp4j.linux.Abi.MSG_TRUNC;
import static mptcp4j.linux.Abi.SOCK_CLOEXEC;
import static mptcp4j.linux.Abi.SOCK_RAW;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.Poll;

/**
 * A netlink socket in the network namespace of the thread that opened it; any thread may use it after, one at a time. It
 * is connected to the kernel, so the kernel refuses datagrams that other processes send to it (ECONNREFUSED for them).
 */
public final class NetlinkSocket implements Transport {
    /** {@code NETLINK_ROUTE}: links, addresses, routes, rules, queueing disciplines. */
    public static final int ROUTE = 0;
    /** {@code NETLINK_SOCK_DIAG}: the sockets of a namespace. */
    public static final int SOCK_DIAG = 4;
    /** {@code NETLINK_GENERIC}: families found by name. */
    public static final int GENERIC = 16;

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    /** {@code struct sockaddr_nl}: family, padding, port id, groups. */
    private static final int ADDRESS_SIZE = 12;
    /** The kernel makes the datagrams of a dump as large as the buffer that it saw, up to 32 KiB; what it says unasked fits, too. */
    private static final int BUFFER_SIZE = 65536;

    private final Libc libc;
    private final Fd fd;
    private final Poll poll;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE).order(ByteOrder.nativeOrder());

    private NetlinkSocket(Libc libc, Fd fd) throws LinuxException {
        this.libc = libc;
        this.fd = fd;
        poll = new Poll(libc, fd);
    }

    /**
     * Opens one in the namespace of the calling thread.
     *
     * @param protocol {@link #ROUTE}, {@link #SOCK_DIAG} or {@link #GENERIC}
     * @throws LinuxException EPROTONOSUPPORT for a protocol that this kernel has not
     */
    public static NetlinkSocket open(int protocol) throws IOException {
        return open(Libc.get(), protocol);
    }

    static NetlinkSocket open(Libc libc, int protocol) throws IOException {
        Fd fd = Fd.of("socket(NETLINK)", libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
        try {
            // before 4.12 the kernel has no extended ack and before 4.20 no strict check: it answers without
            libc.setsockopt(fd.number(), SOL_NETLINK, NETLINK_EXT_ACK, number(1));
            libc.setsockopt(fd.number(), SOL_NETLINK, NETLINK_CAP_ACK, number(1));
            libc.setsockopt(fd.number(), SOL_NETLINK, NETLINK_GET_STRICT_CHK, number(1));
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

    /** The answer to a request is there when {@code send(2)} returns, so waiting first would cost a call for nothing. */
    @Override
    public Optional<ByteBuffer> receive(Duration timeout) throws IOException {
        Optional<ByteBuffer> there = take();
        return there.isPresent() || timeout.isZero() || !poll.await(timeout) ? there : take();
    }

    /**
     * Returns the datagram that is there, if there is one. Lost messages are reported once, before those that are left.
     *
     * @throws LinuxException EMSGSIZE if it was longer than any that we know: it is gone
     */
    Optional<ByteBuffer> take() throws IOException {
        int size = libc.recv(fd.number(), buffer, MSG_DONTWAIT | MSG_TRUNC);
        if (size == -Errno.EAGAIN.number()) {
            return Optional.empty();
        }
        Fd.check("recv(NETLINK)", size);
        if (size > BUFFER_SIZE) {
            throw new LinuxException("recv(NETLINK)", Errno.EMSGSIZE, size + " bytes, at most " + BUFFER_SIZE);
        }
        return Optional.of(buffer.position(0).limit(size));
    }

    @Override
    public void close() {
        fd.close();
    }

    Libc libc() {
        return libc;
    }

    Fd fd() {
        return fd;
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
