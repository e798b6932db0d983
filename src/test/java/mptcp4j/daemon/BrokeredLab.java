package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import mptcp4j.broker.BrokerClient;
import mptcp4j.diag.Connections;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Requires;
import mptcp4j.pm.PathManagerEvents;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;

/** A client with two paths, of which a broker gives away the path manager of user space, and a server that sends back what it gets. */
final class BrokeredLab implements Closeable {
    static final int PORT = 8080;

    final Lab lab;
    final Path socket;
    final NotedDesk desk;
    final Broker broker;
    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final PathManagerEvents events;

    BrokeredLab(Path directory) throws IOException {
        this(directory, Duration.ofSeconds(10));
    }

    BrokeredLab(Path directory, Duration patience) throws IOException {
        Requires.mptcp();
        socket = directory.resolve("d").resolve("daemon.sock");
        lab = keep(Lab.of(Topology.twoHosts(2)));
        lab.client().sysctl("net.mptcp.pm_type", "1");
        ServerSocketChannel listener = keep(lab.server().call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE)));
        listener.bind(new InetSocketAddress(PORT));
        begin(() -> accept(listener));
        desk = new NotedDesk(keep(lab.client().call(() -> Connections.open())));
        broker = keep(lab.client()
                .call(() -> Broker.open(socket, Optional.empty(), desk, patience, Throwable::printStackTrace)));
        events = keep(lab.client().call(() -> PathManagerEvents.open()));
        begin(this::publish);
    }

    /** What the daemon's own thread does. */
    private void publish() throws IOException {
        while (events.isOpen()) {
            events.next(Duration.ofMinutes(1)).ifPresent(broker::publish);
        }
    }

    /** From now on the broker is told what the test tells it. */
    void ignoreEvents() {
        events.close();
    }

    private static void accept(ServerSocketChannel listener) throws IOException {
        while (true) {
            SocketChannel accepted = listener.accept();
            begin(() -> echo(accepted));
        }
    }

    private static void echo(SocketChannel accepted) throws IOException {
        try (accepted) {
            ByteBuffer bytes = ByteBuffer.allocate(4096);
            while (accepted.read(bytes) >= 0) {
                accepted.write(bytes.flip());
                bytes.clear();
            }
        }
    }

    private static void begin(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // the laboratory was closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    <T extends Closeable> T keep(T one) {
        opened.push(one);
        return one;
    }

    /** Connects as this user, and exchanges a byte so that the connection can be joined. */
    SocketChannel connect() throws IOException {
        SocketChannel channel = keep(lab.client().call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE)));
        channel.connect(new InetSocketAddress(lab.server().address(0), PORT));
        channel.write(ByteBuffer.wrap(new byte[1]));
        channel.read(ByteBuffer.allocate(1));
        return channel;
    }

    BrokerClient client() throws IOException {
        return keep(BrokerClient.open(socket));
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }
}
