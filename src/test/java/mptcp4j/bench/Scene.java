package mptcp4j.bench;

import static mptcp4j.socket.MptcpMode.REQUIRE;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;

/**
 * What is measured on: a host with connections of two subflows each, made by the kernel's path manager, and one connection
 * more, with one subflow that this program may steer.
 */
final class Scene implements Closeable {
    private static final int PORT = 5000;
    private static final long PATIENCE_SECONDS = 20;

    private final Lab lab;
    private final List<Channel> channels = new ArrayList<>();
    private final String steered;

    private Scene(int connections) throws IOException {
        lab = Lab.of(Topology.twoHosts(2));
        try {
            steered = build(connections);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static Scene of(int connections) throws IOException {
        return new Scene(connections);
    }

    /** The host with the connections. */
    Host host() {
        return lab.client();
    }

    /** The connection that is steered, and its subflow, in the words of an order. */
    String steered() {
        return steered;
    }

    private String build(int connections) throws IOException {
        ServerSocketChannel listener = lab.server().call(() -> Mptcp.openServerSocketChannel(REQUIRE));
        channels.add(listener);
        listener.bind(new InetSocketAddress(PORT), connections);
        host().sysctl("net.mptcp.pm_type", "1");
        SocketChannel first = connect(listener);
        host().sysctl("net.mptcp.pm_type", "0");
        for (int i = 0; i < connections; i++) {
            connect(listener);
        }
        await(2 * connections + 1);
        return MptcpConnection.of(first).token() + " " + words(first.getLocalAddress()) + " "
                + words(first.getRemoteAddress());
    }

    /** A byte there and back: from then on there may be more subflows. */
    private SocketChannel connect(ServerSocketChannel listener) throws IOException {
        SocketChannel client = host().call(() -> Mptcp.openSocketChannel(REQUIRE));
        channels.add(client);
        client.connect(new InetSocketAddress(lab.server().address(0), PORT));
        SocketChannel server = listener.accept();
        channels.add(server);
        pass(client, server);
        pass(server, client);
        return client;
    }

    private static void pass(SocketChannel from, SocketChannel to) throws IOException {
        from.write(ByteBuffer.allocate(1));
        to.read(ByteBuffer.allocate(1));
    }

    private void await(int subflows) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (Connections connections = host().call(Connections::open)) {
            int there = 0;
            while (there != subflows) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(there + " subflows instead of " + subflows);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                there = 0;
                for (Connection connection : connections.list()) {
                    there += connection.subflows().orElseThrow().size();
                }
            }
        }
    }

    private static String words(SocketAddress address) {
        var internet = (InetSocketAddress) address;
        return internet.getAddress().getHostAddress() + " " + internet.getPort();
    }

    @Override
    public void close() throws IOException {
        for (Channel channel : channels) {
            channel.close();
        }
        lab.close();
    }
}
