package mptcp4j.netlink;

import static mptcp4j.linux.Abi.AF_NETLINK;
import static mptcp4j.linux.Abi.MSG_PEEK;
import static mptcp4j.linux.Abi.MSG_TRUNC;
import static mptcp4j.linux.Abi.POLLIN;
import static mptcp4j.linux.Abi.SOCK_CLOEXEC;
import static mptcp4j.linux.Abi.SOCK_RAW;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;

/**
 * A netlink socket in the network namespace of the thread that opened it; any thread may use it after. It is connected
 * to the kernel, so the kernel refuses datagrams that other processes send to it.
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

    private final Fd fd;
    private final Duration timeout;

    private NetlinkSocket(Fd fd, Duration timeout) {
        this.fd = fd;
        this.timeout = timeout;
    }

    /**
     * @param protocol {@link #ROUTE} or {@link #GENERIC}
     * @param timeout how long {@link #receive} waits
     * @throws LinuxException EPROTONOSUPPORT for a protocol that this kernel has not
     */
    public static NetlinkSocket open(int protocol, Duration timeout) throws IOException {
        Libc libc = Libc.get();
        Fd fd = Fd.of("socket(NETLINK)", libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
        try {
            // before 4.12 the kernel has no extended ack and before 4.20 no strict check: it answers without
            libc.setsockopt(fd.number(), SOL_NETLINK, NETLINK_EXT_ACK, one());
            libc.setsockopt(fd.number(), SOL_NETLINK, NETLINK_CAP_ACK, one());
            libc.setsockopt(fd.number(), SOL_NETLINK, NETLINK_GET_STRICT_CHK, one());
            byte[] kernel = new byte[ADDRESS_SIZE];
            ByteBuffer.wrap(kernel).order(ByteOrder.nativeOrder()).putShort((short) AF_NETLINK);
            Fd.check("connect(NETLINK)", libc.connect(fd.number(), kernel));
            return new NetlinkSocket(fd, timeout);
        } catch (IOException e) {
            fd.close();
            throw e;
        }
    }

    @Override
    public void send(byte[] datagram) throws IOException {
        Fd.check("send(NETLINK)", Libc.get().send(fd.number(), datagram, 0));
    }

    @Override
    public byte[] receive() throws IOException {
        int millis = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
        if (Fd.check("poll(NETLINK)", Libc.get().poll(fd.number(), POLLIN, millis)) == 0) {
            throw new LinuxException("netlink", Errno.ETIMEDOUT, "no answer in " + timeout.toMillis() + " ms");
        }
        int size = Fd.check("recv(NETLINK)", Libc.get().recv(fd.number(), new byte[0], MSG_PEEK | MSG_TRUNC));
        byte[] datagram = new byte[size];
        Fd.check("recv(NETLINK)", Libc.get().recv(fd.number(), datagram, 0));
        return datagram;
    }

    @Override
    public void close() {
        fd.close();
    }

    private static byte[] one() {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(1).array();
    }
}
