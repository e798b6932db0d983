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

/**
 * Carries what a program has set on a TCP socket over to an MPTCP socket: every option that the JDK can set, and
 * {@code O_NONBLOCK}. An option with its default value is left alone, so that an option which MPTCP sockets lack only
 * stands in the way where it was set. The MPTCP socket is never asked: before Linux 6.10 it does not answer for
 * {@code TCP_KEEPIDLE} and its like, before 6.15 not for {@code IPV6_V6ONLY}.
 */
final class CarriedOptions {
    private static final KernelOption V6ONLY = KernelOption.ofInt("IPV6_V6ONLY", IPPROTO_IPV6, IPV6_V6ONLY);
    private static final KernelOption BUFFER_LOCKS = KernelOption.ofInt("SO_BUF_LOCK", SOL_SOCKET, SO_BUF_LOCK);
    private static final KernelOption SEND_BUFFER = KernelOption.ofInt("SO_SNDBUF", SOL_SOCKET, SO_SNDBUF);
    private static final KernelOption RECEIVE_BUFFER = KernelOption.ofInt("SO_RCVBUF", SOL_SOCKET, SO_RCVBUF);

    /** One row an option that has the same value on every socket on which nobody set it. */
    private static final List<Row> ROWS = List.of(
            row("IPV6_TCLASS", IPPROTO_IPV6, IPV6_TCLASS, 0),
            row("SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, 0),
            row("SO_REUSEPORT", SOL_SOCKET, SO_REUSEPORT, 0),
            row("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, 0),
            row("SO_OOBINLINE", SOL_SOCKET, SO_OOBINLINE, 0),
            new Row(KernelOption.ofLong("SO_LINGER", SOL_SOCKET, SO_LINGER), new byte[Long.BYTES]),
            row("IP_TOS", IPPROTO_IP, IP_TOS, 0),
            row("TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, 0),
            row("TCP_QUICKACK", IPPROTO_TCP, TCP_QUICKACK, 1));

    /** Those for which a sysctl says what a new socket has. */
    private static final List<KernelOption> BY_SYSCTL = List.of(
            KernelOption.ofInt("TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE),
            KernelOption.ofInt("TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL),
            KernelOption.ofInt("TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT));

    private final Libc libc;

    CarriedOptions(Libc libc) {
        this.libc = libc;
    }

    private static Row row(String name, int level, int number, int unset) {
        return new Row(KernelOption.ofInt(name, level, number), KernelOption.bytes(unset));
    }

    /**
     * Carries what does not depend on a sysctl. That is all that the JDK sets on a socket that it opens.
     *
     * @param from a TCP socket
     * @param to a new MPTCP socket of the same family
     * @throws LinuxException if a value was set that an MPTCP socket of this kernel cannot have
     */
    void carry(int from, int to, int family) throws LinuxException {
        if (family == AF_INET6) {
            V6ONLY.set(libc, to, V6ONLY.read(libc, from));
        }
        for (Row row : ROWS) {
            if (row.option.level() != IPPROTO_IPV6 || family == AF_INET6) {
                carryUnless(row.unset, row.option, from, to);
            }
        }
        int status = Fd.check("fcntl(F_GETFL)", libc.fcntl(from, F_GETFL, 0));
        if ((status & O_NONBLOCK) != 0) {
            Fd.check("fcntl(F_SETFL)", libc.fcntl(to, F_SETFL, O_NONBLOCK));
        }
    }

    /**
     * Carries the rest.
     *
     * @param unset a TCP socket of the same network namespace, of either family, on which nobody set anything
     */
    void carryTuned(int from, int to, int unset) throws LinuxException {
        for (KernelOption option : BY_SYSCTL) {
            carryUnless(option.read(libc, unset), option, from, to);
        }
        int locks = bufferLocks(from, unset);
        if ((locks & SOCK_SNDBUF_LOCK) != 0) {
            carryBuffer(SEND_BUFFER, from, to);
        }
        if ((locks & SOCK_RCVBUF_LOCK) != 0) {
            carryBuffer(RECEIVE_BUFFER, from, to);
        }
    }

    private void carryUnless(byte[] unset, KernelOption option, int from, int to) throws LinuxException {
        byte[] value = option.read(libc, from);
        if (Arrays.equals(value, unset)) {
            return;
        }
        try {
            option.set(libc, to, value);
        } catch (LinuxException e) {
            int shown = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
            String detail = option.name() + " was set to " + shown + ", which an MPTCP socket cannot have";
            throw new LinuxException(e.operation(), e.errno(), detail);
        }
    }

    /** The kernel remembers which sizes were set, and so are not its own to tune. Before 5.15 it does not tell. */
    private int bufferLocks(int from, int unset) throws LinuxException {
        try {
            return BUFFER_LOCKS.readInt(libc, from);
        } catch (LinuxException e) {
            if (!KernelOption.isUnknown(e.errno())) {
                throw e;
            }
            return (isSame(SEND_BUFFER, from, unset) ? 0 : SOCK_SNDBUF_LOCK)
                    | (isSame(RECEIVE_BUFFER, from, unset) ? 0 : SOCK_RCVBUF_LOCK);
        }
    }

    private boolean isSame(KernelOption option, int one, int other) throws LinuxException {
        return option.readInt(libc, one) == option.readInt(libc, other);
    }

    /** The kernel doubles what it is given, for its own bookkeeping, and reports the double. */
    private void carryBuffer(KernelOption option, int from, int to) throws LinuxException {
        option.set(libc, to, KernelOption.bytes(option.readInt(libc, from) / 2));
    }

    private record Row(KernelOption option, byte[] unset) {}
}
