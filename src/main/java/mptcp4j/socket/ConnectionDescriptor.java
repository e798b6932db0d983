package mptcp4j.socket;

import static mptcp4j.linux.Abi.*;
import static mptcp4j.socket.SocketAbi.SO_ACCEPTCONN;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.IpAddress;
import mptcp4j.linux.Libc;
import mptcp4j.linux.SockAddr;

/**
 * The descriptor of a connection that somebody else owns and may close at any time. Linux gives its number out again, so the
 * answer of a call counts only if the socket is open after it, or, where that is not said before the number is free, if the cookie
 * of the socket is the same: Linux never gives that out again.
 */
final class ConnectionDescriptor {
    private static final KernelOption PROTOCOL = KernelOption.ofInt("SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);
    private static final KernelOption COOKIE = KernelOption.ofLong("SO_COOKIE", SOL_SOCKET, SO_COOKIE);
    private static final KernelOption LISTENS = KernelOption.ofInt("SO_ACCEPTCONN", SOL_SOCKET, SO_ACCEPTCONN);
    private static final KernelOption KEEP_ALIVE = KernelOption.ofInt("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE);

    /** Where both kinds of address have the port, in network order. */
    private static final int PORT = 2;

    private final BooleanSupplier open;
    private final boolean saysFirst;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final int number;
    private final long cookie;

    private ConnectionDescriptor(ConnectedSocket socket, int number, long cookie) {
        this.open = socket.open();
        this.saysFirst = socket.saysFirst();
        this.local = IpAddress.plain(socket.local());
        this.remote = IpAddress.plain(socket.remote());
        this.number = number;
        this.cookie = cookie;
    }

    /** Returns where the connection began: the first subflow's address and port, also once that is closed. */
    InetSocketAddress local() {
        return local;
    }

    /** Returns the peer's address and port that it began with. */
    InetSocketAddress remote() {
        return remote;
    }

    /**
     * Finds it by the addresses of both ends.
     *
     * @throws ClosedChannelException if the socket is closed, or was closed meanwhile
     * @throws LinuxException with ENOTCONN if the peer reset the connection
     * @throws IllegalArgumentException if no descriptor of this process is connected like that
     */
    static ConnectionDescriptor find(ConnectedSocket socket) throws IOException {
        MptcpSockets.requireLibc();
        try {
            return search(socket);
        } catch (IOException e) {
            if (socket.open().getAsBoolean()) {
                throw e;
            }
            var closed = new ClosedChannelException();
            closed.initCause(e);
            throw closed;
        }
    }

    private static ConnectionDescriptor search(ConnectedSocket socket) throws IOException {
        List<ConnectionDescriptor> found = new ArrayList<>();
        boolean gone = false;
        for (int fd : OpenDescriptors.list()) {
            if (isLocal(fd, socket)) {
                gone |= lostItsPeer(fd);
                if (hasPeer(fd, socket)) {
                    COOKIE.tryLong(fd).ifPresent(c -> found.add(new ConnectionDescriptor(socket, fd, c)));
                }
            }
        }
        return one(socket, found.size() > 1 ? keepingStep(socket, found) : found, gone);
    }

    /** @param gone whether there is a connection of the same local address whose peer the kernel has forgotten */
    private static ConnectionDescriptor one(ConnectedSocket socket, List<ConnectionDescriptor> found, boolean gone)
            throws IOException {
        if (!socket.open().getAsBoolean()) {
            throw new ClosedChannelException();
        }
        if (!found.isEmpty() && connects(found.get(0).number, socket)) {
            return found.get(0);
        }
        if (gone) {
            throw new LinuxException("find connection", Errno.ENOTCONN, "the connection is gone: the peer reset it");
        }
        throw new IllegalArgumentException("no descriptor of this process belongs to the connection from "
                + socket.local() + " to " + socket.remote());
    }

    /** Connections in different network namespaces may have the same addresses: only one of them changes with the socket. */
    private static List<ConnectionDescriptor> keepingStep(ConnectedSocket socket, List<ConnectionDescriptor> candidates)
            throws IOException {
        boolean before = socket.keepAlive().get();
        socket.setKeepAlive().set(!before);
        try {
            candidates = candidates.stream().filter(c -> c.keepsAlive(!before)).toList();
        } finally {
            socket.setKeepAlive().set(before);
        }
        return candidates.stream().filter(c -> c.keepsAlive(before)).toList();
    }

    private boolean keepsAlive(boolean on) {
        return KEEP_ALIVE.reads(number, on ? 1 : 0);
    }

    private static boolean connects(int fd, ConnectedSocket socket) {
        return isLocal(fd, socket) && hasPeer(fd, socket);
    }

    private static boolean isLocal(int fd, ConnectedSocket socket) {
        byte[] name = new byte[SockAddr.STORAGE_SIZE];
        return is(name, Libc.get().getsockname(fd, name), socket.local())
                && (PROTOCOL.reads(fd, IPPROTO_TCP) || PROTOCOL.reads(fd, IPPROTO_MPTCP));
    }

    private static boolean hasPeer(int fd, ConnectedSocket socket) {
        byte[] name = new byte[SockAddr.STORAGE_SIZE];
        return is(name, Libc.get().getpeername(fd, name), socket.remote());
    }

    /**
     * Returns whether the connection is over though its socket is open: the kernel has no peer of a socket in state CLOSE.
     *
     * @throws ClosedChannelException if the socket is closed
     */
    boolean hasLostItsPeer() throws IOException {
        return call(ConnectionDescriptor::lostItsPeer);
    }

    /** A reset leaves a connection its own address only, which a socket that listens has, too. */
    private static boolean lostItsPeer(int fd) {
        return Libc.get().getpeername(fd, new byte[SockAddr.STORAGE_SIZE]) == -Errno.ENOTCONN.number()
                && LISTENS.reads(fd, 0);
    }

    private static boolean is(byte[] name, int length, InetSocketAddress address) {
        return length > 0
                && Short.toUnsignedInt(ByteBuffer.wrap(name).getShort(PORT)) == address.getPort()
                && SockAddr.decode(name, 0, length).filter(address::equals).isPresent();
    }

    /**
     * Makes a call on it, which must not change anything: it may meet another socket.
     *
     * @throws ClosedChannelException if the socket was closed before or meanwhile
     * @throws LinuxException what the call threw
     */
    <T> T call(Call<T> call) throws IOException {
        requireOpen();
        try {
            return call.on(number);
        } finally {
            requireOpen();
            if (!saysFirst) {
                requireSame();
            }
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open.getAsBoolean()) {
            throw new ClosedChannelException();
        }
    }

    private void requireSame() throws ClosedChannelException {
        if (!isSame()) {
            throw new ClosedChannelException();
        }
    }

    private boolean isSame() {
        try {
            return COOKIE.readLong(number) == cookie;
        } catch (LinuxException e) {
            return false;
        }
    }

    @FunctionalInterface
    interface Call<T> {
        T on(int fd) throws LinuxException;
    }
}
