package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.TcpState;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkSocket;
import mptcp4j.netlink.Subscription;
import mptcp4j.netlink.generic.GenericFamily;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import mptcp4j.socket.Subflow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Connections within one namespace, over its loopback, which are steered from user space.
 *
 * <pre>
 *   client 127.0.0.1 ──────────── 127.0.0.1 server, listening on every address
 *          127.0.0.2 ─ ─ ─ ─ ─ ─ ─ ─ ─ ╯
 *          2001:db8::1 to 2001:db8::3 are there, too
 * </pre>
 */
abstract class SteeredInNetns extends PathManagerInNetns {
    static final InetAddress FIRST = literal("127.0.0.1");
    static final InetAddress SECOND = literal("127.0.0.2");
    static final InetAddress THIRD = literal("127.0.0.3");
    static final InetAddress NOT_OURS = literal("192.0.2.77");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int EVENT_BUFFER = 1 << 20;

    private final Deque<Closeable> opened = new ArrayDeque<>();

    /** The kernel takes joins of steered connections only while somebody listens to events. */
    @BeforeEach
    void listenToEvents() throws IOException {
        for (int i = 1; i <= 3; i++) {
            ip("address", "add", "2001:db8::" + i + "/128", "dev", "lo", "nodad");
        }
        keep(netns.call(() -> {
            try (var connection = new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.GENERIC))) {
                GenericFamily family = GenericFamily.find(connection, "mptcp_pm", 1, "MPTCP");
                return Subscription.open(NetlinkSocket.GENERIC, EVENT_BUFFER, family.group("mptcp_pm_events"));
            }
        }));
        manageFrom("1");
    }

    @AfterEach
    void closeAll() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Lets sockets made from now on be steered by the kernel ({@code 0}) or from user space ({@code 1}). */
    void manageFrom(String type) throws IOException {
        netns.run(() -> Files.writeString(Path.of("/proc/sys/net/mptcp/pm_type"), type));
    }

    <T extends Closeable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Connects two sockets for IPv4, and exchanges data so that both ends are fully established. */
    Connected connect() throws IOException {
        Connected connected = connectSilently(StandardProtocolFamily.INET, FIRST);
        connected.echo();
        return connected;
    }

    /** Connects, and sends nothing. */
    Connected connectSilently(ProtocolFamily family, InetAddress address) throws IOException {
        ServerSocketChannel listener = keep(netns.call(() -> Mptcp.openServerSocketChannel(family, MptcpMode.REQUIRE)));
        listener.bind(new InetSocketAddress(0));
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        SocketChannel client = keep(netns.call(() -> Mptcp.openSocketChannel(family, MptcpMode.REQUIRE)));
        client.bind(new InetSocketAddress(address, 0));
        client.connect(new InetSocketAddress(address, port));
        return new Connected(client, keep(listener.accept()), port);
    }

    static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the value is the expected one, and shows both where it never is. */
    static <T> void await(T expected, Callable<T> actual) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (!expected.equals(actual.call())) {
                if (System.nanoTime() - deadline > 0) {
                    assertEquals(expected, actual.call());
                    return;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Both ends of a connection, and the port of the server. */
    final class Connected {
        final SocketChannel client;
        final SocketChannel server;
        final int port;

        Connected(SocketChannel client, SocketChannel server, int port) {
            this.client = client;
            this.server = server;
            this.port = port;
        }

        ConnectionPathManager ofClient() throws IOException {
            return pathManager.connection(MptcpConnection.of(client).token());
        }

        ConnectionPathManager ofServer() throws IOException {
            return pathManager.connection(MptcpConnection.of(server).token());
        }

        RemoteAddress remote(InetAddress address) {
            return new RemoteAddress(0, address, port);
        }

        /** Sends one byte there and back. */
        void echo() throws IOException {
            send(client, server);
            send(server, client);
        }

        private void send(SocketChannel from, SocketChannel to) throws IOException {
            byte[] data = {42};
            assertEquals(1, from.write(ByteBuffer.wrap(data)));
            ByteBuffer received = ByteBuffer.allocate(1);
            assertEquals(1, to.read(received));
            assertArrayEquals(data, received.array());
        }

        /** Returns from where the client's established subflows go, oldest first. */
        List<InetAddress> sources() throws IOException {
            return MptcpConnection.of(client).subflows().stream()
                    .filter(subflow -> subflow.tcpInfo().state() == TcpState.ESTABLISHED)
                    .map(subflow -> subflow.local().getAddress())
                    .toList();
        }

        /** Returns the local end of the client's only subflow from an address. */
        InetSocketAddress local(InetAddress address) throws IOException {
            var all = MptcpConnection.of(client).subflows().stream()
                    .map(Subflow::local)
                    .filter(local -> local.getAddress().equals(address))
                    .toList();
            assertEquals(1, all.size(), all::toString);
            return all.get(0);
        }
    }
}
