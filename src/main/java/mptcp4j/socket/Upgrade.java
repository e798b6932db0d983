package mptcp4j.socket;

import static mptcp4j.linux.Abi.*;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.NamespaceCookie;
import mptcp4j.linux.SockAddr;

/**
 * Puts an MPTCP socket in the place of the TCP socket inside a socket of the JDK. All that can fail comes before
 * {@code dup3(2)}, which replaces it in one step: there is no half-way, and a failure leaves the TCP socket as it was.
 */
final class Upgrade {
    private static final String OPERATION = "upgrade";

    /** How far above the expected number it may be because other threads opened something between two calls. */
    private static final int MEANWHILE = 16;

    private static final KernelOption PROTOCOL = KernelOption.ofInt("SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);
    private static final KernelOption FAMILY = KernelOption.ofInt("SO_DOMAIN", SOL_SOCKET, SO_DOMAIN);

    private final Libc libc;
    private final CarriedOptions options;

    Upgrade(Libc libc) {
        this.libc = libc;
        this.options = new CarriedOptions(libc);
    }

    /**
     * Upgrades a socket that the user opened, unless it is an MPTCP socket already.
     *
     * @throws LinuxException if the kernel or the JDK has not what it takes; the socket is what it was
     * @throws IllegalStateException if the socket is in use already
     * @throws IllegalArgumentException if it has no descriptor to be found
     */
    void upgrade(JdkSocket socket) throws IOException {
        socket.requireNew().run();
        try (Fd unset = MptcpSockets.openTcp()) {
            // Where a lower number became free meanwhile, the new socket has that, and this one is below the next free.
            int fd = find(socket, unset.number(), nextNumber(unset));
            if (PROTOCOL.readInt(libc, fd) != IPPROTO_MPTCP) {
                upgrade(fd, unset.number());
            }
        } catch (SocketException e) {
            if (!mptcpHidesTheTag()) {
                throw e;
            }
        }
    }

    /**
     * Makes sure that a new socket is a TCP one.
     *
     * @throws LinuxException EOPNOTSUPP if it is an MPTCP one
     * @throws IllegalStateException if the socket is in use already
     * @throws IllegalArgumentException if it has no descriptor to be found
     */
    void requirePlain(JdkSocket socket) throws IOException {
        socket.requireNew().run();
        if (isMptcp(socket)) {
            throw new LinuxException(
                    "turn MPTCP off",
                    Errno.EOPNOTSUPP,
                    "an MPTCP socket does not become a TCP one again: open another one for that");
        }
    }

    private boolean isMptcp(JdkSocket socket) throws IOException {
        try (Fd unset = MptcpSockets.openTcp()) {
            int fd = find(socket, unset.number(), nextNumber(unset));
            return PROTOCOL.readInt(libc, fd) == IPPROTO_MPTCP;
        } catch (SocketException e) {
            if (!mptcpHidesTheTag()) {
                throw e;
            }
            return true;
        }
    }

    /** Before Linux 6.10 the tag of an MPTCP socket can be neither set nor read: where the JDK fails at it, it is one. */
    private boolean mptcpHidesTheTag() throws LinuxException {
        try (Fd mptcp = MptcpSockets.open()) {
            KernelOption tag = DescriptorFinder.TAG;
            int result = libc.getsockopt(mptcp.number(), tag.level(), tag.number(), new byte[tag.width()]);
            return result < 0 && KernelOption.isUnknown(new Errno(-result));
        }
    }

    private void upgrade(int fd, int unset) throws LinuxException {
        requireNew(fd);
        int family = FAMILY.readInt(libc, fd);
        try (Fd mptcp = MptcpSockets.open(family)) {
            requireSameNamespace(fd, mptcp.number());
            options.carryTuned(fd, mptcp.number(), unset);
            replace(fd, mptcp, family);
        }
    }

    /**
     * Upgrades a socket that was opened a moment ago, and on which nobody but the JDK has set anything.
     *
     * @param mptcp what to put in its place if it is of the same family
     * @param expected the number that its descriptor most probably has
     * @throws LinuxException as {@link #upgrade(JdkSocket)}, and where that throws something else
     */
    void upgradeNew(JdkSocket socket, Fd mptcp, int expected) throws IOException {
        try {
            int fd = find(socket, expected + 1, expected + MEANWHILE);
            if (PROTOCOL.readInt(libc, fd) != IPPROTO_MPTCP) {
                requireNew(fd);
                upgradeNew(fd, mptcp, FAMILY.readInt(libc, fd));
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            var refusal = new LinuxException(OPERATION, Errno.EOPNOTSUPP, e.getMessage());
            refusal.initCause(e);
            throw refusal;
        }
    }

    private void upgradeNew(int fd, Fd mptcp, int family) throws LinuxException {
        if (family == FAMILY.readInt(libc, mptcp.number())) {
            requireSameNamespace(fd, mptcp.number());
            replace(fd, mptcp, family);
            return;
        }
        try (Fd other = MptcpSockets.open(family)) {
            upgradeNew(fd, other, family);
        }
    }

    private void replace(int fd, Fd mptcp, int family) throws LinuxException {
        options.carry(fd, mptcp.number(), family);
        int flags = Fd.check("fcntl(F_GETFD)", libc.fcntl(fd, F_GETFD, 0));
        int closeOnExec = (flags & FD_CLOEXEC) == 0 ? 0 : O_CLOEXEC;
        Fd.check("dup3", libc.dup3(mptcp.number(), fd, closeOnExec));
    }

    /** Returns the number that the next descriptor to be opened will have, if no other thread opens or closes any. */
    int nextNumber(Fd any) throws LinuxException {
        int next = Fd.check("fcntl(F_DUPFD_CLOEXEC)", libc.fcntl(any.number(), F_DUPFD_CLOEXEC, 0));
        libc.close(next);
        return next;
    }

    private static int find(JdkSocket socket, int... below) throws IOException {
        int fd;
        try {
            fd = DescriptorFinder.find(socket, below);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException("not a TCP socket of the JDK", e);
        } catch (NoClassDefFoundError e) {
            var refusal = new LinuxException(OPERATION, Errno.ENOSYS, "this JVM has no module jdk.net");
            refusal.initCause(e);
            throw refusal;
        }
        if (fd == DescriptorFinder.NONE) {
            throw new IllegalArgumentException("no descriptor of this process belongs to the socket:"
                    + " it has an implementation of its own (SocketImpl, SelectorProvider)");
        }
        return fd;
    }

    /** Sees what the JDK does not show: native code that bound it, an asynchronous connect under way. */
    private void requireNew(int fd) throws LinuxException {
        byte[] name = new byte[SockAddr.STORAGE_SIZE];
        Fd.check("getsockname", libc.getsockname(fd, name));
        int port = ByteBuffer.wrap(name).getShort(2);
        if (port != 0) {
            throw JdkSocket.refused("is bound or being connected");
        }
    }

    /** A socket lives where its thread was when it was made; an upgrade elsewhere would move it unnoticed. */
    private void requireSameNamespace(int fd, int mptcp) throws LinuxException {
        if (NamespaceCookie.of(libc, fd) != NamespaceCookie.of(libc, mptcp)) {
            String detail = "the socket was opened in another network namespace than that of this thread";
            throw new LinuxException(OPERATION, Errno.EINVAL, detail);
        }
    }
}
