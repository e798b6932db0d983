package mptcp4j.diag;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvents;
import mptcp4j.pm.SubflowTuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a subflow that is closed from outside, of its connection and of its peer. */
@Timeout(60)
class SubflowDestroyKernelIT {
    private static final int LO = 1;
    private static final int STREAM_BYTES = 32 << 20;

    private Sockets sockets;
    private Connections connections;

    @BeforeEach
    void open() throws IOException {
        sockets = new Sockets();
        connections = sockets.connections();
    }

    @AfterEach
    void close() throws IOException {
        sockets.close();
    }

    @Test
    void oneOfThreeEndsAndTheStreamGoesOn() throws Exception {
        sockets.addEndpoint("127.0.0.2", EndpointFlag.SUBFLOW);
        sockets.addEndpoint("127.0.0.3", EndpointFlag.SUBFLOW);
        ServerSocketChannel listener = sockets.listen(INET);
        try (SocketChannel client = sockets.connect(INET, "127.0.0.1", listener);
                SocketChannel server = listener.accept()) {
            exchange(client, server);
            Subflow its = from("127.0.0.2", Sockets.awaitSubflows(connections, 6));
            byte[] sent = new byte[STREAM_BYTES];
            new Random(4).nextBytes(sent);
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(client, sent));
            ByteBuffer received = ByteBuffer.allocate(STREAM_BYTES);
            while (received.hasRemaining()) {
                if (received.position() > STREAM_BYTES / 2
                        && connections.subflow(its.local(), its.remote()).isPresent()) {
                    assertFalse(writer.isDone(), "the stream is on its way");
                    connections.destroy(its);
                }
                assertFalse(server.read(received) < 0);
            }
            writer.get();
            assertArrayEquals(sent, received.array());
            assertEquals(4, Sockets.awaitSubflows(connections, 4).size());
            assertFalse(sockets.ss("-tinO", "state", "connected").contains(address(its)));
            LinuxException gone = assertThrows(LinuxException.class, () -> connections.destroy(its));
            assertEquals(List.of(Errno.ENOENT, "no such subflow: it has ended"), List.of(gone.errno(), gone.detail()));
        }
    }

    private static void write(SocketChannel channel, byte[] data) {
        try {
            var out = ByteBuffer.wrap(data);
            while (out.hasRemaining()) {
                assertFalse(channel.write(out) < 0);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bothEndsAreToldWhy() throws IOException {
        sockets.addEndpoint("127.0.0.2", EndpointFlag.SUBFLOW);
        try (PathManagerEvents events = sockets.netns.call(() -> PathManagerEvents.open())) {
            sockets.talk(INET, "127.0.0.1", sockets.listen(INET));
            Subflow ours = from("127.0.0.2", Sockets.awaitSubflows(connections, 4));
            connections.destroy(ours);
            Map<InetSocketAddress, Errno> errors = new HashMap<>();
            while (errors.size() < 2) {
                PathManagerEvent event = events.next(Duration.ofSeconds(20)).orElseThrow();
                if (event instanceof SubflowClosed closed && isOf(ours, closed.tuple())) {
                    errors.put(closed.tuple().local(), closed.error());
                }
            }
            assertEquals(Map.of(ours.local(), Errno.ECONNABORTED, ours.remote(), Errno.ECONNRESET), errors);
        }
    }

    /** A server also tries to open subflows to the client, where nobody listens. */
    private static boolean isOf(Subflow its, SubflowTuple tuple) {
        Set<InetSocketAddress> ends = Set.of(its.local(), its.remote());
        return ends.equals(Set.of(tuple.local(), tuple.remote()));
    }

    @Test
    void whateverItsSocketIsFor() throws IOException {
        Sockets.requireIpv6();
        try (PathManager pathManager = sockets.netns.call(PathManager::open)) {
            InetAddress bound = InetAddress.getByName("127.0.0.2");
            pathManager.add(Endpoint.of(bound, EndpointFlag.SUBFLOW).withInterface(LO));
        }
        ServerSocketChannel dual = sockets.listen(INET6);
        sockets.talk(INET6, "::1", dual);
        sockets.talk(INET6, "127.0.0.1", dual);
        sockets.talk(INET, "127.0.0.1", dual);
        sockets.talk(INET, "127.0.0.1", sockets.listen(INET));
        List<Subflow> all = Sockets.awaitSubflows(connections, 2 + 3 * 2 * 2);
        assertEquals(3, all.stream().filter(its -> its.interfaceIndex() == LO).count());
        for (Subflow its : all) {
            if (connections.subflow(its.local(), its.remote()).isPresent()) {
                connections.destroy(its);
                assertEquals(Optional.empty(), connections.subflow(its.local(), its.remote()));
            }
        }
        assertEquals("", sockets.ss("-tnH", "state", "established"));
        assertEquals(
                Map.of(TcpState.ESTABLISHED, 8L),
                connections.list(Detail.CONNECTION).stream().collect(toMap(Connection::state, its -> 1L, Long::sum)),
                "they wait for others");
        for (Connection its : connections.list(Detail.CONNECTION)) {
            assertEquals(OptionalInt.of(0), its.info().subflowsTotal());
        }
    }

    /** As if the addresses had been used again since. */
    @Test
    void anotherSocketWithTheSameAddressesIsSpared() throws IOException {
        sockets.talk(INET, "127.0.0.1", sockets.listen(INET));
        Subflow its = Sockets.awaitSubflows(connections, 2).get(0);
        for (long cookie : new long[] {its.cookie() + 1, its.cookie() | 1L << 32}) {
            Subflow earlier = withCookie(its, cookie);
            assertEquals(
                    Errno.ENOENT,
                    assertThrows(LinuxException.class, () -> connections.destroy(earlier))
                            .errno());
        }
        assertEquals(Optional.of(its), connections.subflow(its.local(), its.remote(), Detail.SUBFLOWS));
        connections.destroy(its);
    }

    @Test
    void connectionThatFellBackEndsWithIt() throws IOException {
        try (ServerSocketChannel plain = sockets.listenTcp();
                SocketChannel client = sockets.connect(INET, "127.0.0.1", plain);
                SocketChannel server = plain.accept()) {
            Connection its = connections.list(Detail.SUBFLOWS).get(0);
            assertEquals(true, its.info().fallback());
            connections.destroy(its.initialSubflow().orElseThrow());
            IOException ended = assertThrows(IOException.class, () -> client.read(ByteBuffer.allocate(1)));
            assertEquals("Software caused connection abort", ended.getMessage());
            assertThrows(IOException.class, () -> server.read(ByteBuffer.allocate(1)));
        }
    }

    private static void exchange(SocketChannel client, SocketChannel server) throws IOException {
        for (SocketChannel[] way : new SocketChannel[][] {{client, server}, {server, client}}) {
            way[0].write(ByteBuffer.allocate(1));
            assertEquals(1, way[1].read(ByteBuffer.allocate(1)));
        }
    }

    private static Subflow from(String address, List<Subflow> all) {
        return all.stream()
                .filter(its -> address(its).startsWith(address + ":"))
                .findFirst()
                .orElseThrow();
    }

    private static String address(Subflow its) {
        return its.local().getAddress().getHostAddress() + ":" + its.local().getPort();
    }

    private static Subflow withCookie(Subflow its, long cookie) {
        return new Subflow(
                its.local(),
                its.remote(),
                its.state(),
                its.interfaceIndex(),
                its.token(),
                its.remoteToken(),
                its.localId(),
                its.remoteId(),
                its.flags(),
                cookie,
                its.receiveQueueBytes(),
                its.sendQueueBytes(),
                its.tcpInfo());
    }
}
