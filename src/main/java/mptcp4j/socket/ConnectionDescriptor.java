package mptcp4j.socket;

import static mptcp4j.linux.Abi.*;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import mptcp4j.LinuxException;
import mptcp4j.linux.Libc;
import mptcp4j.linux.SockAddr;

/**
 * The descriptor of a connection that somebody else owns and may close at any time. Linux gives its number out again,
 * but never the cookie of the socket, so the answer of a call counts only if the cookie was the same before and after.
 */
final class ConnectionDescriptor {
    private static final KernelOption PROTOCOL = KernelOption.ofInt("SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);
    private static final KernelOption COOKIE = KernelOption.ofLong("SO_COOKIE", SOL_SOCKET, SO_COOKIE);
    private static final KernelOption KEEP_ALIVE = KernelOption.ofInt("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE);

    /** Where both kinds of address have the port, in network order. */
    private static final int PORT = 2;

    private final BooleanSupplier open;
    private final int number;
    private final long cookie;

    private ConnectionDescriptor(BooleanSupplier open, int number, long cookie) {
        this.open = open;
        this.number = number;
        this.cookie = cookie;
    }

    /**
     * Finds it by the addresses of both ends.
     *
     * @throws ClosedChannelException if the socket is closed
     * @throws IllegalArgumentException if no descriptor of this process is connected like that
     */
    static ConnectionDescriptor find(ConnectedSocket socket) throws IOException {
        MptcpSockets.requireLibc();
        List<ConnectionDescriptor> found = new ArrayList<>();
        for (int fd : OpenDescriptors.list()) {
            if (connects(fd, socket)) {
                found.add(new ConnectionDescriptor(socket.open(), fd, COOKIE.readLong(fd)));
            }
        }
        if (found.size() > 1) {
            found = keepingStep(socket, found);
        }
        if (!socket.open().getAsBoolean()) {
            throw new ClosedChannelException();
        }
        if (found.isEmpty() || !connects(found.get(0).number, socket)) {
            throw new IllegalArgumentException("no descriptor of this process belongs to the connection from "
                    + socket.local() + " to " + socket.remote());
        }
        return found.get(0);
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
        byte[] name = new byte[SockAddr.STORAGE_SIZE];
        return is(name, Libc.get().getsockname(fd, name), socket.local())
                && is(name, Libc.get().getpeername(fd, name), socket.remote())
                && (PROTOCOL.reads(fd, IPPROTO_TCP) || PROTOCOL.reads(fd, IPPROTO_MPTCP));
    }

    private static boolean is(byte[] name, int length, InetSocketAddress address) {
        return length > 0
                && Short.toUnsignedInt(ByteBuffer.wrap(name).getShort(PORT)) == address.getPort()
                && SockAddr.decode(name, 0, length).filter(address::equals).isPresent();
    }

    /**
     * Makes a call on it.
     *
     * @throws ClosedChannelException if the socket was closed before or meanwhile
     * @throws LinuxException what the call threw
     */
    <T> T call(Call<T> call) throws IOException {
        requireSame();
        try {
            return call.on(number);
        } finally {
            requireSame();
        }
    }

    private void requireSame() throws ClosedChannelException {
        if (!open.getAsBoolean() || !isSame()) {
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
