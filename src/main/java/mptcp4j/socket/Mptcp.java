package mptcp4j.socket;

import static mptcp4j.socket.MptcpMode.PREFER;
import static mptcp4j.socket.MptcpMode.REQUIRE;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import mptcp4j.LinuxException;
import mptcp4j.linux.Abi;
import mptcp4j.linux.Fd;

/**
 * Sockets and channels of the JDK that are MPTCP underneath (RFC 8684). They are the JDK's own in every other respect:
 * selectors, timeouts, virtual threads, TLS and whatever takes a channel work on them. Linux 5.6 or later.
 *
 * <p>An MPTCP socket talks to any peer: with one that has no MPTCP the connection is plain TCP, which
 * {@link MptcpConnection#status} tells. To be reached over every address, a server should be bound to the wildcard address, and
 * stay open: requests for further subflows of a connection go to the socket that listens, too.
 *
 * <p>Unless told to {@link MptcpMode#REQUIRE} it, a method that finds no MPTCP gives plain TCP. Thread-safe, but nobody
 * may close or use a socket while it is being upgraded.
 */
public final class Mptcp {
    private Mptcp() {}

    /** Returns what works here, and why the rest does not. Cheap, needs no privilege, changes nothing, never throws. */
    public static MptcpSupport support() {
        return SupportProbe.run();
    }

    /** {@link #openSocketChannel(MptcpMode)} with MPTCP preferred. */
    public static SocketChannel openSocketChannel() throws IOException {
        return openSocketChannel(PREFER);
    }

    /**
     * Opens a channel to connect with, in blocking mode.
     *
     * @throws LinuxException if MPTCP is required and not to be had: ENOPROTOOPT where it is disabled by sysctl,
     *     EPROTONOSUPPORT or EINVAL where the kernel has none, EPERM or EACCES where a security policy forbids it, ENOSYS
     *     where there is no way to call the C library or no module jdk.net, EOPNOTSUPP where the channels are those of a
     *     {@link java.nio.channels.spi.SelectorProvider} other than the JDK's
     */
    public static SocketChannel openSocketChannel(MptcpMode mode) throws IOException {
        return open(SocketChannel::open, MptcpSockets::open, mode);
    }

    /**
     * Opens a channel for addresses of one family.
     *
     * @param family {@link java.net.StandardProtocolFamily#INET} or {@link java.net.StandardProtocolFamily#INET6}
     * @throws LinuxException as in {@link #openSocketChannel(MptcpMode)}
     * @throws UnsupportedOperationException for another family
     */
    public static SocketChannel openSocketChannel(ProtocolFamily family, MptcpMode mode) throws IOException {
        int number = number(family);
        return open(() -> SocketChannel.open(family), () -> MptcpSockets.open(number), mode);
    }

    /** {@link #openServerSocketChannel(MptcpMode)} with MPTCP preferred. */
    public static ServerSocketChannel openServerSocketChannel() throws IOException {
        return openServerSocketChannel(PREFER);
    }

    /**
     * Opens a channel to accept with, in blocking mode. It accepts plain TCP clients, too.
     *
     * @throws LinuxException as in {@link #openSocketChannel(MptcpMode)}
     */
    public static ServerSocketChannel openServerSocketChannel(MptcpMode mode) throws IOException {
        return open(ServerSocketChannel::open, MptcpSockets::open, mode);
    }

    /**
     * Opens a channel to accept with for addresses of one family.
     *
     * @param family {@link java.net.StandardProtocolFamily#INET} or {@link java.net.StandardProtocolFamily#INET6}
     * @throws LinuxException as in {@link #openSocketChannel(MptcpMode)}
     * @throws UnsupportedOperationException for another family
     */
    public static ServerSocketChannel openServerSocketChannel(ProtocolFamily family, MptcpMode mode)
            throws IOException {
        int number = number(family);
        return open(() -> ServerSocketChannel.open(family), () -> MptcpSockets.open(number), mode);
    }

    /** {@link #upgrade(SocketChannel, MptcpMode)} with MPTCP preferred. */
    public static boolean upgrade(SocketChannel channel) throws IOException {
        return upgrade(channel, PREFER);
    }

    /**
     * Makes a new channel an MPTCP one. Options already set survive; one that an MPTCP socket cannot have
     * ({@code SO_OOBINLINE}, {@code TCP_QUICKACK}, on an IPv6 socket {@code IP_TOS}; before Linux 6.10 {@code TCP_KEEPIDLE},
     * {@code TCP_KEEPINTERVAL}, {@code TCP_KEEPCOUNT}) stands in the way. Whatever the outcome, the channel can be used:
     * without MPTCP it is as it was.
     *
     * <p>Best done at once after opening it, which costs about 40 microseconds. To find the descriptor of an older one, all that
     * are open may have to be looked at: some milliseconds for 5,000.
     *
     * @return whether it is MPTCP now; true for one that was already
     * @throws LinuxException if MPTCP is required and not to be had: as in {@link #openSocketChannel(MptcpMode)},
     *     and EOPNOTSUPP or ENOPROTOOPT with the name of the option that stands in the way
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IllegalStateException if it is bound, connected, being connected or registered with a selector
     * @throws IllegalArgumentException if it is not a TCP socket of the JDK and of this process
     */
    public static boolean upgrade(SocketChannel channel, MptcpMode mode) throws IOException {
        return upgrade(JdkSocket.of(channel), mode);
    }

    /** {@link #upgrade(SocketChannel)} for a channel that accepts. */
    public static boolean upgrade(ServerSocketChannel channel) throws IOException {
        return upgrade(channel, PREFER);
    }

    /** {@link #upgrade(SocketChannel, MptcpMode)} for a channel that accepts. */
    public static boolean upgrade(ServerSocketChannel channel, MptcpMode mode) throws IOException {
        return upgrade(JdkSocket.of(channel), mode);
    }

    /** {@link #upgrade(SocketChannel)} for a socket. */
    public static boolean upgrade(Socket socket) throws IOException {
        return upgrade(socket, PREFER);
    }

    /** {@link #upgrade(SocketChannel, MptcpMode)} for a socket. */
    public static boolean upgrade(Socket socket, MptcpMode mode) throws IOException {
        return upgrade(JdkSocket.of(socket), mode);
    }

    /** {@link #upgrade(SocketChannel)} for a socket that accepts. */
    public static boolean upgrade(ServerSocket socket) throws IOException {
        return upgrade(socket, PREFER);
    }

    /** {@link #upgrade(SocketChannel, MptcpMode)} for a socket that accepts. */
    public static boolean upgrade(ServerSocket socket, MptcpMode mode) throws IOException {
        return upgrade(JdkSocket.of(socket), mode);
    }

    /** {@link #upgrade(SocketChannel)} for an asynchronous channel. */
    public static boolean upgrade(AsynchronousSocketChannel channel) throws IOException {
        return upgrade(channel, PREFER);
    }

    /** {@link #upgrade(SocketChannel, MptcpMode)} for an asynchronous channel. */
    public static boolean upgrade(AsynchronousSocketChannel channel, MptcpMode mode) throws IOException {
        return upgrade(JdkSocket.of(channel), mode);
    }

    /** {@link #upgrade(SocketChannel)} for an asynchronous channel that accepts. */
    public static boolean upgrade(AsynchronousServerSocketChannel channel) throws IOException {
        return upgrade(channel, PREFER);
    }

    /** {@link #upgrade(SocketChannel, MptcpMode)} for an asynchronous channel that accepts. */
    public static boolean upgrade(AsynchronousServerSocketChannel channel, MptcpMode mode) throws IOException {
        return upgrade(JdkSocket.of(channel), mode);
    }

    private static boolean upgrade(JdkSocket socket, MptcpMode mode) throws IOException {
        try {
            new Upgrade(MptcpSockets.requireLibc()).upgrade(socket);
            return true;
        } catch (LinuxException refusal) {
            if (mode == REQUIRE) {
                throw refusal;
            }
            return false;
        }
    }

    private static <C extends NetworkChannel> C open(Opener<C> channels, Opener<Fd> sockets, MptcpMode mode)
            throws IOException {
        try {
            return open(channels, sockets);
        } catch (IOException refusal) {
            if (mode == REQUIRE) {
                throw refusal;
            }
            return channels.open();
        }
    }

    private static <C extends NetworkChannel> C open(Opener<C> channels, Opener<Fd> sockets) throws IOException {
        var upgrade = new Upgrade(MptcpSockets.requireLibc());
        try (Fd mptcp = sockets.open()) {
            int next = upgrade.nextNumber(mptcp);
            C channel = channels.open();
            try {
                upgrade.upgradeNew(JdkSocket.of(channel), mptcp, next);
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    private static int number(ProtocolFamily family) {
        if (family.equals(StandardProtocolFamily.INET)) {
            return Abi.AF_INET;
        }
        if (family.equals(StandardProtocolFamily.INET6)) {
            return Abi.AF_INET6;
        }
        throw new UnsupportedOperationException("MPTCP is for INET and INET6: " + family);
    }

    @FunctionalInterface
    private interface Opener<T> {
        T open() throws IOException;
    }
}
