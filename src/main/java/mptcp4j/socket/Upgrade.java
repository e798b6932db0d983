package mptcp4j.socket;

import static mptcp4j.linux.Abi.*;
import static mptcp4j.socket.SocketAbi.SO_NETNS_COOKIE;

import java.io.IOException;
import java.nio.ByteBuffer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.SockAddr;
import org.jspecify.annotations.Nullable;

/**
 * Puts an MPTCP socket in the place of the TCP socket inside a socket of the JDK. All that can fail comes before
 * {@code dup3(2)}, which replaces it in one step: there is no half-way, and a failure leaves the TCP socket as it was.
 */
final class Upgrade {
    private static final KernelOption PROTOCOL = KernelOption.ofInt("SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);
    private static final KernelOption FAMILY = KernelOption.ofInt("SO_DOMAIN", SOL_SOCKET, SO_DOMAIN);
    private static final KernelOption NAMESPACE = KernelOption.ofLong("SO_NETNS_COOKIE", SOL_SOCKET, SO_NETNS_COOKIE);

    private Upgrade() {}

    /**
     * Upgrades a socket that the user opened.
     *
     * @throws LinuxException if the kernel refuses; the socket is what it was
     * @throws IllegalStateException if the socket is in use already
     * @throws IllegalArgumentException if it has no descriptor to be found
     */
    static void upgrade(JdkSocket socket) throws IOException {
        socket.requireNew().run();
        try (Fd mptcp = openUnlessMptcp(socket)) {
            if (mptcp != null) {
                // Where the socket itself left no gap for the new one, it is next to the end of what is open.
                replace(socket, mptcp, mptcp.number(), nextNumber(mptcp));
            }
        }
    }

    /** Where no MPTCP socket can be made, one that is MPTCP already is not to be refused. Returns null for such a one. */
    private static @Nullable Fd openUnlessMptcp(JdkSocket socket) throws IOException {
        MptcpSockets.requireLibc();
        try {
            return MptcpSockets.open();
        } catch (LinuxException refusal) {
            if (PROTOCOL.readInt(find(socket)) == IPPROTO_MPTCP) {
                return null;
            }
            throw refusal;
        }
    }

    /** Returns the number that the next descriptor to be opened will have, if no other thread opens or closes any. */
    static int nextNumber(Fd any) throws LinuxException {
        int next = Fd.check("fcntl(F_DUPFD_CLOEXEC)", Libc.get().fcntl(any.number(), F_DUPFD_CLOEXEC, 0));
        Libc.get().close(next);
        return next;
    }

    /**
     * Puts {@code mptcp} in the place of what is inside the socket, unless that is an MPTCP socket already.
     *
     * @param near numbers in whose neighbourhood the socket's descriptor probably is
     */
    static void replace(JdkSocket socket, Fd mptcp, int... near) throws IOException {
        int fd = find(socket, near);
        if (PROTOCOL.readInt(fd) == IPPROTO_MPTCP) {
            return;
        }
        requireNew(fd);
        int family = FAMILY.readInt(fd);
        if (family == FAMILY.readInt(mptcp.number())) {
            replace(fd, mptcp, family);
            return;
        }
        try (Fd other = MptcpSockets.open(family)) {
            replace(fd, other, family);
        }
    }

    private static void replace(int fd, Fd mptcp, int family) throws LinuxException {
        requireSameNamespace(fd, mptcp.number());
        CarriedOptions.carry(fd, mptcp.number(), family);
        int flags = Fd.check("fcntl(F_GETFD)", Libc.get().fcntl(fd, F_GETFD, 0));
        int closeOnExec = (flags & FD_CLOEXEC) == 0 ? 0 : O_CLOEXEC;
        Fd.check("dup3", Libc.get().dup3(mptcp.number(), fd, closeOnExec));
    }

    private static int find(JdkSocket socket, int... near) throws IOException {
        int fd;
        try {
            fd = DescriptorFinder.find(socket, near);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException("not a TCP socket of the JDK", e);
        }
        if (fd == DescriptorFinder.NONE) {
            throw new IllegalArgumentException("no descriptor of this process belongs to the socket:"
                    + " it has an implementation of its own (SocketImpl, SelectorProvider)");
        }
        return fd;
    }

    /** Sees what the JDK does not show: native code that bound it, an asynchronous connect under way. */
    private static void requireNew(int fd) throws LinuxException {
        byte[] name = new byte[SockAddr.STORAGE_SIZE];
        Fd.check("getsockname", Libc.get().getsockname(fd, name));
        int port = ByteBuffer.wrap(name).getShort(2);
        if (port != 0) {
            throw JdkSocket.refused("is bound or being connected");
        }
    }

    /** A socket lives where its thread was when it was made; an upgrade elsewhere would move it unnoticed. */
    private static void requireSameNamespace(int fd, int mptcp) throws LinuxException {
        if (namespace(fd) != namespace(mptcp)) {
            String detail = "the socket was opened in another network namespace than that of this thread";
            throw new LinuxException("upgrade", Errno.EINVAL, detail);
        }
    }

    /** Returns the cookie of a socket's namespace, or 0 before Linux 5.14, which does not tell. */
    private static long namespace(int fd) throws LinuxException {
        try {
            return NAMESPACE.readLong(fd);
        } catch (LinuxException e) {
            if (KernelOption.isUnknown(e.errno())) {
                return 0;
            }
            throw e;
        }
    }
}
