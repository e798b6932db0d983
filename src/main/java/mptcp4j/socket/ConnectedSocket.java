package mptcp4j.socket;

import static java.net.StandardSocketOptions.SO_KEEPALIVE;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a connected socket of the JDK, whatever its class.
 *
 * @param open whether it is open still
 * @param saysFirst whether that is false before the descriptor is closed, and its number given to another: all channels of the JDK
 *     see to that, its sockets since 22
 * @param local its address
 * @param remote its peer's
 * @param keepAlive reads {@code SO_KEEPALIVE}
 * @param setKeepAlive sets it
 */
record ConnectedSocket(
        BooleanSupplier open,
        boolean saysFirst,
        InetSocketAddress local,
        InetSocketAddress remote,
        KeepAlive keepAlive,
        SetKeepAlive setKeepAlive) {
    static ConnectedSocket of(SocketChannel channel) throws IOException {
        return of(channel, channel.getLocalAddress(), channel.getRemoteAddress());
    }

    static ConnectedSocket of(AsynchronousSocketChannel channel) throws IOException {
        return of(channel, channel.getLocalAddress(), channel.getRemoteAddress());
    }

    private static ConnectedSocket of(
            NetworkChannel channel, @Nullable SocketAddress local, @Nullable SocketAddress remote) {
        return new ConnectedSocket(
                channel::isOpen,
                true,
                inet(local),
                inet(remote),
                () -> channel.getOption(SO_KEEPALIVE),
                on -> channel.setOption(SO_KEEPALIVE, on));
    }

    static ConnectedSocket of(Socket socket) throws IOException {
        if (socket.isClosed()) {
            throw new ClosedChannelException();
        }
        return new ConnectedSocket(
                () -> !socket.isClosed(),
                false,
                inet(socket.getLocalSocketAddress()),
                inet(socket.getRemoteSocketAddress()),
                socket::getKeepAlive,
                socket::setKeepAlive);
    }

    private static InetSocketAddress inet(@Nullable SocketAddress address) {
        if (address == null) {
            throw new NotYetConnectedException();
        }
        if (address instanceof InetSocketAddress inet) {
            return inet;
        }
        throw new IllegalArgumentException("not a TCP socket: " + address);
    }

    @FunctionalInterface
    interface KeepAlive {
        boolean get() throws IOException;
    }

    @FunctionalInterface
    interface SetKeepAlive {
        void set(boolean on) throws IOException;
    }
}
