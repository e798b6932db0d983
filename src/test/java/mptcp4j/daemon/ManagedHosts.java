package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import mptcp4j.TcpState;
import mptcp4j.daemon.config.Configuration;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.diag.Subflow;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Deadline;
import mptcp4j.linux.Requires;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;

/** A client with a daemon, and a server whose kernel takes every join, with some paths between them. */
public final class ManagedHosts implements Closeable {
    static final int PORT = 8080;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Without this the laboratory's links would be taken for those of containers. */
    static final String LINKS = "[[interface]]\nname = \"*\"\nuse = true\n";

    private final Lab lab;
    private final Path directory = Files.createTempDirectory("mptcp4j-test");
    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final ServerSocketChannel listener;
    private final Connections connections;

    private ManagedHosts(Lab lab) throws IOException {
        this.lab = lab;
        opened.push(lab);
        connections = keep(client().call(() -> Connections.open()));
        listener = keep(server().call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE)));
        listener.bind(new InetSocketAddress(PORT));
    }

    public static ManagedHosts create(int paths) throws IOException {
        return create(Topology.twoHosts(paths));
    }

    public static ManagedHosts create(Topology topology) throws IOException {
        Requires.mptcp();
        return new ManagedHosts(Lab.of(topology));
    }

    public Lab lab() {
        return lab;
    }

    public Host client() {
        return lab.client();
    }

    public Host server() {
        return lab.server();
    }

    public <T extends Closeable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    /**
     * Starts a daemon at the client.
     *
     * @param toml besides that all links may be used
     */
    public Daemon daemon(String toml) throws IOException {
        Configuration configuration = configuration(toml);
        return keep(client().call(() -> Daemon.start(() -> configuration)));
    }

    /** Starts one at a host, with all that it is told. */
    Daemon daemonAt(Host host, String toml) throws IOException {
        Configuration configuration = parse(toml);
        return keep(host.call(() -> Daemon.start(() -> configuration)));
    }

    /** As the other, with room for few events. */
    Daemon daemonWithRoomFor(int bytes, String toml) throws IOException {
        Configuration configuration = configuration(toml);
        return keep(client().call(() -> Daemon.start(() -> configuration, bytes)));
    }

    Configuration configuration(String toml) throws IOException {
        return parse(toml + LINKS);
    }

    private Configuration parse(String toml) throws IOException {
        String broker =
                toml.contains("[broker]") ? "" : "[broker]\nsocket = \"" + directory.resolve("daemon.sock") + "\"\n";
        return Configuration.parse("test.toml", toml + broker, Configuration.installedPolicies());
    }

    /** Has new sockets of the client be managed from user space, as a daemon does that is not there yet, or any more. */
    void manage(String type) throws IOException {
        client().sysctl("net.mptcp.pm_type", type);
    }

    /** Connects, and exchanges data so that both ends are fully established. */
    public Stream connect() throws IOException {
        return connectFrom(0);
    }

    /** As the other, over a path. */
    Stream connectFrom(int path) throws IOException {
        SocketChannel channel = keep(client().call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE)));
        channel.bind(new InetSocketAddress(client().address(path), 0));
        channel.connect(new InetSocketAddress(server().address(path), PORT));
        return accepted(channel).echo();
    }

    /** Returns the server's end of the next connection. */
    SocketChannel accept() throws IOException {
        return listener.accept();
    }

    /** Returns a connection that the client began, with the other end of it. */
    Stream accepted(SocketChannel channel) throws IOException {
        return new Stream(channel, keep(listener.accept()));
    }

    /** Returns the connections of the client. */
    public List<Connection> connections() throws IOException {
        return connections.list(Detail.MEASUREMENTS);
    }

    /** Waits until every connection of the client has subflows that are as wanted; those that only end yet do not count. */
    public void await(String what, Predicate<List<Subflow>> wanted) throws IOException {
        Deadline deadline = Deadline.in(PATIENCE);
        List<Connection> all = connections();
        while (all.isEmpty() || !all.stream().allMatch(one -> wanted.test(established(one)))) {
            if (deadline.left().isZero()) {
                throw new AssertionError("not " + what + ": " + all);
            }
            all = connections();
        }
    }

    /** Waits until something is so. */
    public void await(String what, Callable<Boolean> condition) throws Exception {
        Deadline deadline = Deadline.in(PATIENCE);
        while (!condition.call()) {
            if (deadline.left().isZero()) {
                throw new AssertionError("not " + what);
            }
            Thread.onSpinWait();
        }
    }

    static List<Subflow> established(Connection connection) {
        return connection.subflows().orElseThrow().stream()
                .filter(one -> one.state() == TcpState.ESTABLISHED)
                .toList();
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        try (java.util.stream.Stream<Path> left = Files.list(directory)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Both ends of a connection. */
    public record Stream(SocketChannel client, SocketChannel server) {
        /** Sends some bytes there and back. */
        public Stream echo() throws IOException {
            pass(client, server);
            pass(server, client);
            return this;
        }

        private static void pass(SocketChannel from, SocketChannel to) throws IOException {
            from.write(ByteBuffer.allocate(100));
            ByteBuffer bytes = ByteBuffer.allocate(100);
            while (bytes.hasRemaining() && to.read(bytes) >= 0) {}
        }
    }
}
