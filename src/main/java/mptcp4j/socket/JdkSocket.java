package mptcp4j.socket;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

/**
 * What the upgrade needs of a socket of the JDK, whatever its class.
 *
 * @param tag reads the option by which the descriptor is recognised
 * @param setTag sets it
 * @param requireNew throws if the socket is in use already
 */
record JdkSocket(Tag tag, SetTag setTag, Check requireNew) {
    static JdkSocket of(NetworkChannel channel) {
        return new JdkSocket(
                () -> channel.getOption(TCP_KEEPINTERVAL),
                tag -> channel.setOption(TCP_KEEPINTERVAL, tag),
                () -> requireNew(channel));
    }

    static JdkSocket of(Socket socket) {
        if (socket.getChannel() != null) {
            return of(socket.getChannel());
        }
        return new JdkSocket(
                () -> socket.getOption(TCP_KEEPINTERVAL),
                tag -> socket.setOption(TCP_KEEPINTERVAL, tag),
                () -> requireNew(socket.isClosed(), socket.isConnected(), socket.isBound()));
    }

    static JdkSocket of(ServerSocket socket) {
        if (socket.getChannel() != null) {
            return of(socket.getChannel());
        }
        return new JdkSocket(
                () -> socket.getOption(TCP_KEEPINTERVAL),
                tag -> socket.setOption(TCP_KEEPINTERVAL, tag),
                () -> requireNew(socket.isClosed(), false, socket.isBound()));
    }

    private static void requireNew(NetworkChannel channel) throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        requireNew(false, isConnected(channel), channel.getLocalAddress() != null);
        if (channel instanceof SocketChannel client && client.isConnectionPending()) {
            throw refused("is being connected");
        }
        if (channel instanceof SelectableChannel selectable && selectable.isRegistered()) {
            // A selector (epoll) follows the open file, not the number: it would go on watching the old socket.
            throw refused("is registered with a selector");
        }
    }

    private static boolean isConnected(NetworkChannel channel) throws IOException {
        if (channel instanceof SocketChannel client) {
            return client.isConnected();
        }
        if (channel instanceof AsynchronousSocketChannel client) {
            return client.getRemoteAddress() != null;
        }
        return false;
    }

    private static void requireNew(boolean closed, boolean connected, boolean bound) throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (connected) {
            throw refused("is connected");
        }
        if (bound) {
            throw refused("is bound");
        }
    }

    static IllegalStateException refused(String state) {
        return new IllegalStateException("the socket " + state
                + ": upgrade a new one, before it is bound, connected or registered with a selector");
    }

    @FunctionalInterface
    interface Tag {
        int get() throws IOException;
    }

    @FunctionalInterface
    interface SetTag {
        void set(int tag) throws IOException;
    }

    @FunctionalInterface
    interface Check {
        void run() throws IOException;
    }
}
