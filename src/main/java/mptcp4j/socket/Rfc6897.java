package mptcp4j.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.socket.EnhancedSocketOptions.SubTuple;

/**
 * The basic MPTCP API of RFC 6897, section 5: its five abstract socket operations under its names, each of which is a thin layer on
 * {@link Mptcp} and {@link MptcpConnection}. What they need and throw is said there.
 *
 * <pre>{@code
 * TCP_MULTIPATH_ENABLE.set(channel, true);
 * channel.connect(server);                                   // then some data there and back
 * MptcpConnection connection = MptcpConnection.of(channel);
 * TCP_MULTIPATH_ADD.set(connection, List.of(new InetSocketAddress(secondAddress, 0)));
 * List<SubTuple> pairs = TCP_MULTIPATH_SUBFLOWS.get(connection);
 * long id = TCP_MULTIPATH_CONNID.get(connection);
 * }</pre>
 *
 * <p>The RFC lets ADD and REMOVE be set before the connection is there, too. An upstream kernel has no place to keep that: bind the
 * socket to the address that the connection is to begin with, and add the others when it is there. Until then a connection that is
 * steered from user space uses no other. Thread-safe.
 */
public final class Rfc6897 {
    /** Boolean, get and set: whether a connection may use MPTCP (section 5.3.2). */
    public static final Enable TCP_MULTIPATH_ENABLE = new Enable();

    /** List of local addresses and ports, set: those that a connection may use, too. */
    public static final Add TCP_MULTIPATH_ADD = new Add();

    /** List of local addresses and ports, set: those that it may not use any more. */
    public static final Remove TCP_MULTIPATH_REMOVE = new Remove();

    /** List of pairs of addresses and ports, get: the subflows in use. */
    public static final Subflows TCP_MULTIPATH_SUBFLOWS = new Subflows();

    /** Integer, get: what names the connection on this host. */
    public static final ConnectionId TCP_MULTIPATH_CONNID = new ConnectionId();

    private Rfc6897() {}

    /**
     * Turns MPTCP on or off before the connection, and tells afterwards whether it is in use. Off is what a socket of the JDK is, as
     * the RFC wants it for programs that know nothing of MPTCP.
     */
    public static final class Enable {
        private Enable() {}

        /**
         * Makes a new channel an MPTCP one, or makes sure that it is none.
         *
         * @param on false leaves a TCP channel alone; an MPTCP one does not become a TCP one again
         * @throws LinuxException as {@link Mptcp#upgrade(SocketChannel, MptcpMode)} where MPTCP is required: what was set is so, or
         *     refused; EOPNOTSUPP to turn it off where it is on
         * @throws IllegalStateException if the channel is bound, connected, being connected or registered with a selector
         */
        public void set(SocketChannel channel, boolean on) throws IOException {
            set(JdkSocket.of(channel), on);
        }

        /** {@link #set(SocketChannel, boolean)} for a socket. */
        public void set(Socket socket, boolean on) throws IOException {
            set(JdkSocket.of(socket), on);
        }

        /** {@link #set(SocketChannel, boolean)} for an asynchronous channel. */
        public void set(AsynchronousSocketChannel channel, boolean on) throws IOException {
            set(JdkSocket.of(channel), on);
        }

        /** {@link #set(SocketChannel, boolean)} for a channel that accepts. */
        public void set(ServerSocketChannel channel, boolean on) throws IOException {
            set(JdkSocket.of(channel), on);
        }

        /** {@link #set(SocketChannel, boolean)} for a socket that accepts. */
        public void set(ServerSocket socket, boolean on) throws IOException {
            set(JdkSocket.of(socket), on);
        }

        /** {@link #set(SocketChannel, boolean)} for an asynchronous channel that accepts. */
        public void set(AsynchronousServerSocketChannel channel, boolean on) throws IOException {
            set(JdkSocket.of(channel), on);
        }

        private static void set(JdkSocket socket, boolean on) throws IOException {
            var upgrade = new Upgrade(MptcpSockets.requireLibc());
            if (on) {
                upgrade.upgrade(socket);
            } else {
                upgrade.requirePlain(socket);
            }
        }

        /**
         * Returns whether the connection uses MPTCP: false where it is plain TCP, and where it fell back to that.
         *
         * @throws java.nio.channels.NotYetConnectedException if there is none yet: the RFC has it read after that
         * @throws IOException as {@link MptcpConnection#of(SocketChannel)} and {@link MptcpConnection#status}
         */
        public boolean get(SocketChannel channel) throws IOException {
            return get(MptcpConnection.of(channel));
        }

        /** {@link #get(SocketChannel)} for a socket. */
        public boolean get(Socket socket) throws IOException {
            return get(MptcpConnection.of(socket));
        }

        /** {@link #get(SocketChannel)} for an asynchronous channel. */
        public boolean get(AsynchronousSocketChannel channel) throws IOException {
            return get(MptcpConnection.of(channel));
        }

        /** {@link #get(SocketChannel)} for a connection. */
        public boolean get(MptcpConnection connection) throws IOException {
            return connection.status() == ConnectionStatus.MULTIPATH;
        }
    }

    /**
     * Lets a connection use more local addresses. The RFC calls it a hint, and leaves to MPTCP what becomes of it. Here, the end that
     * began the connection opens a subflow from each address; the other end announces each, because clients sit behind NATs and
     * firewalls that let nobody in: the client then opens the subflow.
     */
    public static final class Add {
        private Add() {}

        /**
         * Adds addresses, to a connection that is steered from user space. One that a subflow uses already is in use: nothing happens for it. Where something fails for one of them,
         * the others are added nevertheless.
         *
         * @param addresses of this host, of either IP version. A port is the one that a client's subflow comes from, or that the peer
         *     of a server is told, where something has to listen; 0 is any, or the connection's
         * @throws LinuxException as {@link MptcpConnection#openSubflow(SubflowSpec)} and {@link MptcpConnection#announce}: the first
         *     failure, with the others suppressed in it
         */
        public void set(MptcpConnection connection, List<InetSocketAddress> addresses) throws IOException {
            new LocalAddressList(connection, addresses).add();
        }
    }

    /** Takes local addresses from a connection. */
    public static final class Remove {
        private Remove() {}

        /**
         * Removes addresses: tells the peer that they are gone (REMOVE_ADDR), and closes the subflows that use them, as the RFC demands.
         * Where no subflow would be left, it first tries those addresses that were added and have none, as the RFC recommends. Where
         * that finds nothing, too, the connection is without a subflow: the kernel keeps it for {@code net.mptcp.close_timeout}. Why
         * none of those could be opened is thrown when all is removed.
         *
         * <p>Where the kernel's path manager has the connection, the subflows are reset, which is all that the peer is told, and the kernel
         * may use the address again.
         *
         * @param addresses a port means only what was added with this port; 0 means the address as a whole
         * @throws LinuxException as {@link MptcpConnection#openSubflow(SubflowSpec)}, {@link MptcpConnection#withdraw} and {@link
         *     MptcpConnection#closeSubflow}: the first failure, with the others suppressed in it
         */
        public void set(MptcpConnection connection, List<InetSocketAddress> addresses) throws IOException {
            new LocalAddressList(connection, addresses).remove();
        }
    }

    /** Tells the subflows in use. */
    public static final class Subflows {
        private Subflows() {}

        /**
         * Returns both ends of each established subflow, oldest first. A pair is of one IP version; the list may have both. It is of
         * one moment, and may be out of date at once.
         *
         * @throws LinuxException as {@link MptcpConnection#subflows}
         */
        public List<SubTuple> get(MptcpConnection connection) throws IOException {
            return connection.subflows().stream()
                    .filter(subflow -> subflow.state() == TcpState.ESTABLISHED)
                    .map(subflow -> new SubTuple(subflow.local(), subflow.remote()))
                    .toList();
        }
    }

    /** Tells what names the connection. */
    public static final class ConnectionId {
        private ConnectionId() {}

        /**
         * Returns the token, which names the connection in its network namespace; the peer has another one.
         *
         * @return from 0 to 2<sup>32</sup> - 1
         * @throws LinuxException as {@link MptcpConnection#token}
         */
        public long get(MptcpConnection connection) throws IOException {
            return connection.token();
        }
    }
}
