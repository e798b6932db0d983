package mptcp4j.bpf;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import mptcp4j.TcpState;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.Steered;
import mptcp4j.route.Rtnetlink;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import mptcp4j.socket.Subflow;

/**
 * A connection in a network namespace of its own, and room for other sockets.
 *
 * <pre>
 *   client 127.0.0.1 ──────────────── 127.0.0.1 server
 *          127.0.0.2 ────────────────╯   ╯
 *          127.0.0.3 ───────────────────╯          one loopback, one namespace
 * </pre>
 */
public final class ThreeSubflows implements Closeable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final List<String> OTHERS = List.of("127.0.0.2", "127.0.0.3");

    public final Netns netns;
    public final SocketChannel client;
    public final SocketChannel server;
    private final Deque<Closeable> opened = new ArrayDeque<>();

    private ThreeSubflows(ProtocolFamily clientFamily, ProtocolFamily serverFamily) throws IOException {
        Requires.mptcp();
        netns = keep(Netns.create());
        try (Rtnetlink rtnetlink = netns.call(Rtnetlink::open);
                PathManager pathManager = netns.call(PathManager::open)) {
            rtnetlink.setUp(rtnetlink.link("lo").index(), true);
            pathManager.setSubflowLimit(OTHERS.size());
            for (String address : OTHERS) {
                pathManager.add(Endpoint.of(InetAddress.getByName(address), EndpointFlag.SUBFLOW));
            }
        }
        ServerSocketChannel listener =
                keep(netns.call(() -> Mptcp.openServerSocketChannel(serverFamily, MptcpMode.REQUIRE)));
        listener.bind(new InetSocketAddress(0));
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        client = keep(netns.call(() -> Mptcp.openSocketChannel(clientFamily, MptcpMode.REQUIRE)));
        client.bind(new InetSocketAddress(Steered.FIRST, 0));
        client.connect(new InetSocketAddress(Steered.FIRST, port));
        server = keep(listener.accept());
        echo();
        awaitThree(client);
        awaitThree(server);
    }

    /** Connects two sockets of AF_INET. */
    public static ThreeSubflows open() throws IOException {
        return new ThreeSubflows(StandardProtocolFamily.INET, StandardProtocolFamily.INET);
    }

    /** Connects a socket of AF_INET to one of AF_INET6. */
    public static ThreeSubflows toDualStackServer() throws IOException {
        return new ThreeSubflows(StandardProtocolFamily.INET, StandardProtocolFamily.INET6);
    }

    private <T extends Closeable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Sends one byte there and back. */
    public void echo() throws IOException {
        send(client, server);
        send(server, client);
    }

    private static void send(SocketChannel from, SocketChannel to) throws IOException {
        assertEquals(1, from.write(ByteBuffer.wrap(new byte[] {42})));
        assertEquals(1, to.read(ByteBuffer.allocate(1)));
    }

    private static void awaitThree(SocketChannel channel) throws IOException {
        long deadline = System.nanoTime() + PATIENCE;
        while (established(channel) != 1 + OTHERS.size()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "subflows: " + MptcpConnection.of(channel).subflows());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static long established(SocketChannel channel) throws IOException {
        return MptcpConnection.of(channel).subflows().stream()
                .filter(its -> its.tcpInfo().state() == TcpState.ESTABLISHED)
                .count();
    }

    /** Returns the established subflows of one end, oldest first. */
    public List<SubflowSocket> subflows(SocketChannel end) throws IOException {
        MptcpConnection connection = MptcpConnection.of(end);
        long token = connection.token();
        return connection.subflows().stream()
                .filter(its -> its.tcpInfo().state() == TcpState.ESTABLISHED)
                .map(its -> name(its, token))
                .toList();
    }

    private static SubflowSocket name(Subflow subflow, long token) {
        return new SubflowSocket(subflow.local(), subflow.remote(), token);
    }

    /** Connects other sockets, so that the namespace has as many more: half of them clients, half servers, one a listener. */
    public void addOthers(int count) throws IOException {
        ServerSocketChannel listener = keep(netns.call(() -> ServerSocketChannel.open()));
        listener.bind(new InetSocketAddress(Steered.FIRST, 0));
        for (int i = 0; i < count / 2; i++) {
            SocketChannel other = keep(netns.call(() -> SocketChannel.open()));
            other.connect(listener.getLocalAddress());
            keep(listener.accept());
        }
    }

    /** Returns the local ends, such as 127.0.0.1:80, of TCP sockets of which {@code ss} says this, as a word of its own. */
    public List<String> shown(String word) throws IOException {
        return Stream.of(run("ss", "-tneiOH", "--tos").split("\n"))
                .filter(line -> List.of(line.split("\\s+")).contains(word))
                .map(line -> line.split("\\s+")[3])
                .toList();
    }

    /** Returns a congestion control that is there and is not the one in use. */
    public String otherCongestionControl() throws IOException {
        String inUse = run("cat", "/proc/sys/net/ipv4/tcp_congestion_control").strip();
        return inUse.equals("reno") ? "cubic" : "reno";
    }

    /** Runs a program in the namespace and returns what it wrote; it must end with 0. */
    public String run(String... command) throws IOException {
        return netns.call(() -> {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + output);
            return output;
        });
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
