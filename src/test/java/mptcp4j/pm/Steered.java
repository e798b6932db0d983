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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.TcpState;
import mptcp4j.linux.Netns;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkSocket;
import mptcp4j.netlink.Subscription;
import mptcp4j.netlink.generic.GenericFamily;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import mptcp4j.socket.Subflow;

/**
 * Connections within one namespace, over its loopback, which are steered from user space.
 *
 * <pre>
 *   client 127.0.0.1 ──────────── 127.0.0.1 server, listening on every address
 *          127.0.0.2 ─ ─ ─ ─ ─ ─ ─ ─ ─ ╯
 * </pre>
 */
public final class Steered implements Closeable {
    public static final InetAddress FIRST = literal("127.0.0.1");
    public static final InetAddress SECOND = literal("127.0.0.2");
    public static final InetAddress THIRD = literal("127.0.0.3");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int EVENT_BUFFER = 1 << 20;

    private final Netns netns;
    private final Deque<Closeable> opened = new ArrayDeque<>();

    private Steered(Netns netns) {
        this.netns = netns;
    }

    /** Listens to events, which the kernel wants somebody to do before it takes the joins of steered connections. */
    public static Steered in(Netns netns) throws IOException {
        var steered = new Steered(netns);
        steered.keep(netns.call(() -> {
            try (var connection = new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.GENERIC))) {
                GenericFamily family = GenericFamily.find(connection, "mptcp_pm", 1, "MPTCP");
                return Subscription.open(NetlinkSocket.GENERIC, EVENT_BUFFER, family.group("mptcp_pm_events"));
            }
        }));
        steered.manageFrom("1");
        return steered;
    }

    /** Lets sockets made from now on be steered by the kernel ({@code 0}) or from user space ({@code 1}). */
    public void manageFrom(String type) throws IOException {
        netns.run(() -> MptcpSysctls.ofThread().set("pm_type", type));
    }

    private <T extends Closeable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Connects two sockets for IPv4, and exchanges data so that both ends are fully established. */
    public Connected connect() throws IOException {
        Connected connected = connectSilently(StandardProtocolFamily.INET, FIRST);
        connected.echo();
        return connected;
    }

    /** Connects, and sends nothing. */
    public Connected connectSilently(ProtocolFamily family, InetAddress address) throws IOException {
        ServerSocketChannel listener = keep(netns.call(() -> Mptcp.openServerSocketChannel(family, MptcpMode.REQUIRE)));
        listener.bind(new InetSocketAddress(0));
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        SocketChannel client = keep(netns.call(() -> Mptcp.openSocketChannel(family, MptcpMode.REQUIRE)));
        client.bind(new InetSocketAddress(address, 0));
        client.connect(new InetSocketAddress(address, port));
        return new Connected(client, keep(listener.accept()), port);
    }

    public static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the value is the expected one, and shows both where it never is. */
    public static <T> void await(T expected, Callable<T> actual) throws IOException {
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

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /** Both ends of a connection, and the port of the server. */
    public static final class Connected {
        public final SocketChannel client;
        public final SocketChannel server;
        public final int port;

        Connected(SocketChannel client, SocketChannel server, int port) {
            this.client = client;
            this.server = server;
            this.port = port;
        }

        public long token() throws IOException {
            return MptcpConnection.of(client).token();
        }

        public long serverToken() throws IOException {
            return MptcpConnection.of(server).token();
        }

        public RemoteAddress remote(InetAddress address) {
            return new RemoteAddress(0, address, port);
        }

        /** Sends one byte there and back. */
        public void echo() throws IOException {
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
        public List<InetAddress> sources() throws IOException {
            return MptcpConnection.of(client).subflows().stream()
                    .filter(subflow -> subflow.tcpInfo().state() == TcpState.ESTABLISHED)
                    .map(subflow -> subflow.local().getAddress())
                    .toList();
        }

        /** Returns the local end of the client's only subflow from an address. */
        public InetSocketAddress local(InetAddress address) throws IOException {
            var all = MptcpConnection.of(client).subflows().stream()
                    .map(Subflow::local)
                    .filter(local -> local.getAddress().equals(address))
                    .toList();
            assertEquals(1, all.size(), all::toString);
            return all.get(0);
        }
    }
}
