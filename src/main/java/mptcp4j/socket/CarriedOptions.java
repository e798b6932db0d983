package mptcp4j.socket;

import static mptcp4j.linux.Abi.*;
import static mptcp4j.socket.SocketAbi.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a program has set on a TCP socket over to an MPTCP socket: every option that the JDK can set, and
 * {@code O_NONBLOCK}. An option with its default value is left alone, so that an option which MPTCP sockets lack only
 * stands in the way where it was set.
 */
final class CarriedOptions {
    private static final KernelOption BUFFER_LOCKS = KernelOption.ofInt("SO_BUF_LOCK", SOL_SOCKET, SO_BUF_LOCK);
    private static final KernelOption SEND_BUFFER = KernelOption.ofInt("SO_SNDBUF", SOL_SOCKET, SO_SNDBUF);
    private static final KernelOption RECEIVE_BUFFER = KernelOption.ofInt("SO_RCVBUF", SOL_SOCKET, SO_RCVBUF);

    /** One row an option: the value of a socket on which nobody set it; null where a sysctl says, so a new socket is asked. */
    private static final List<Row> ROWS = List.of(
            row("IPV6_V6ONLY", IPPROTO_IPV6, IPV6_V6ONLY, null),
            row("IPV6_TCLASS", IPPROTO_IPV6, IPV6_TCLASS, 0),
            row("SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, 0),
            row("SO_REUSEPORT", SOL_SOCKET, SO_REUSEPORT, 0),
            row("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, 0),
            row("SO_OOBINLINE", SOL_SOCKET, SO_OOBINLINE, 0),
            new Row(KernelOption.ofLong("SO_LINGER", SOL_SOCKET, SO_LINGER), new byte[Long.BYTES]),
            row("IP_TOS", IPPROTO_IP, IP_TOS, 0),
            row("TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, 0),
            row("TCP_QUICKACK", IPPROTO_TCP, TCP_QUICKACK, 1),
            row("TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE, null),
            row("TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL, null),
            row("TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT, null));

    private CarriedOptions() {}

    private static Row row(String name, int level, int number, @Nullable Integer unset) {
        return new Row(KernelOption.ofInt(name, level, number), unset == null ? null : KernelOption.bytes(unset));
    }

    /**
     * @param from a TCP socket
     * @param to a new MPTCP socket of the same family
     * @throws LinuxException if a value was set that an MPTCP socket of this kernel cannot have
     */
    static void carry(int from, int to, int family) throws LinuxException {
        for (Row row : ROWS) {
            if (row.option.level() != IPPROTO_IPV6 || family == AF_INET6) {
                row.carry(from, to);
            }
        }
        carryBuffers(from, to);
        int status = Fd.check("fcntl(F_GETFL)", Libc.get().fcntl(from, F_GETFL, 0));
        if ((status & O_NONBLOCK) != 0) {
            Fd.check("fcntl(F_SETFL)", Libc.get().fcntl(to, F_SETFL, O_NONBLOCK));
        }
    }

    private static void carryBuffers(int from, int to) throws LinuxException {
        int locks = bufferLocks(from, to);
        if ((locks & SOCK_SNDBUF_LOCK) != 0) {
            carryBuffer(SEND_BUFFER, from, to);
        }
        if ((locks & SOCK_RCVBUF_LOCK) != 0) {
            carryBuffer(RECEIVE_BUFFER, from, to);
        }
    }

    /** The kernel remembers which sizes were set, and so are not its own to tune. Before 5.15 it does not tell. */
    private static int bufferLocks(int from, int to) throws LinuxException {
        try {
            return BUFFER_LOCKS.readInt(from);
        } catch (LinuxException e) {
            if (!KernelOption.isUnknown(e.errno())) {
                throw e;
            }
            return (SEND_BUFFER.readInt(from) == SEND_BUFFER.readInt(to) ? 0 : SOCK_SNDBUF_LOCK)
                    | (RECEIVE_BUFFER.readInt(from) == RECEIVE_BUFFER.readInt(to) ? 0 : SOCK_RCVBUF_LOCK);
        }
    }

    /** The kernel doubles what it is given, for its own bookkeeping, and reports the double. */
    private static void carryBuffer(KernelOption option, int from, int to) throws LinuxException {
        option.set(to, KernelOption.bytes(option.readInt(from) / 2));
    }

    /** @param unset the value of a socket on which nobody set it; null where only a new socket can tell */
    private record Row(KernelOption option, byte @Nullable [] unset) {
        void carry(int from, int to) throws LinuxException {
            byte[] value = option.read(from);
            if (Arrays.equals(value, unset == null ? option.read(to) : unset)) {
                return;
            }
            try {
                option.set(to, value);
            } catch (LinuxException e) {
                int shown =
                        ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
                String detail = option.name() + " was set to " + shown + ", which an MPTCP socket cannot have";
                throw new LinuxException(e.operation(), e.errno(), detail);
            }
        }
    }
}
