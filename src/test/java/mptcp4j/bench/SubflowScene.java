package mptcp4j.bench;

import static mptcp4j.socket.MptcpMode.REQUIRE;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvents;
import mptcp4j.pm.RemoteAddress;
import mptcp4j.socket.Mptcp;

/** Two hosts, one with a server that gives back the first byte, and one whose connections are steered by their programs. */
final class SubflowScene implements Closeable {
    private static final int PORT = 5000;
    private static final int SECOND_PATH = 1;
    private static final int SMALLEST_BUFFER = 2048;
    private static final long PATIENCE_SECONDS = 5;

    private final Lab lab;
    /** The kernel takes whoever listens to events for the path manager, and lets connections be joined then. */
    private final PathManagerEvents pathManager;

    private final ServerSocketChannel listener;
    private final Deque<SocketChannel> accepted = new ConcurrentLinkedDeque<>();

    private SubflowScene(Lab lab) throws IOException {
        this.lab = lab;
        for (Host host : List.of(lab.client(), lab.server())) {
            host.sysctl("net.mptcp.pm_type", "1");
            // Each closed one would keep its port for a minute: of tens of thousands, the kernel looks long for one
            // that is free
            host.sysctl("net.ipv4.tcp_max_tw_buckets", "1000");
        }
        pathManager = lab.server().call(() -> PathManagerEvents.open(SMALLEST_BUFFER));
        listener = lab.server().call(() -> Mptcp.openServerSocketChannel(REQUIRE));
    }

    static SubflowScene open() throws IOException {
        var scene = new SubflowScene(Lab.of(Topology.twoHosts(2)));
        scene.listener.bind(new InetSocketAddress(PORT));
        var server = new Thread(scene::serve, "server");
        server.setDaemon(true);
        server.start();
        return scene;
    }

    /** The host whose connections are measured. */
    Host host() {
        return lab.client();
    }

    /** Where they go, in the words of an order. */
    String server() {
        return lab.server().address(0).getHostAddress() + " " + PORT;
    }

    InetSocketAddress serverAddress() {
        return new InetSocketAddress(lab.server().address(0), PORT);
    }

    /** Where their further subflows begin. */
    InetAddress secondLocal() {
        return host().address(SECOND_PATH);
    }

    /** The link through which those leave. */
    String secondLink() {
        return host().linkName(SECOND_PATH);
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                accepted.add(channel);
                var one = ByteBuffer.allocate(1);
                channel.read(one);
                channel.write(one.flip());
            }
        } catch (AsynchronousCloseException e) {
            // the scene is closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens subflows of a connection until it has that many, and waits until both ends have them. */
    void fill(long token, int subflows) throws IOException {
        host().run(() -> {
            try (PathManager pathManager = PathManager.open();
                    Connections connections = Connections.open()) {
                for (int there = count(connections, token); there < subflows; there++) {
                    pathManager
                            .connection(token)
                            .createSubflow(LocalAddress.of(1, secondLocal()), RemoteAddress.of(serverAddress()));
                }
                await(connections, token, subflows);
            }
        });
    }

    private static void await(Connections connections, long token, int subflows) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (count(connections, token) != subflows) {
            if (System.nanoTime() > deadline) {
                throw new IOException(count(connections, token) + " subflows instead of " + subflows);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static int count(Connections connections, long token) throws IOException {
        Connection connection = connections.find(token, Detail.SUBFLOWS).orElseThrow();
        return (int) connection.subflows().orElseThrow().stream()
                .filter(subflow -> subflow.flags().contains(SubflowFlag.FULLY_ESTABLISHED))
                .count();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel channel : accepted) {
            channel.close();
        }
        pathManager.close();
        lab.close();
    }
}
