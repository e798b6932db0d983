package mptcp4j.diag;

import static java.net.StandardProtocolFamily.INET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.socket.MptcpConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ManyConnectionsKernelIT {
    private static final int MANY = 1000;
    private static final int LASTING = 50;
    private static final int LISTS = 100;

    @Test
    void aThousandWithTwoSubflowsAreListedInOneCall() throws IOException {
        try (var sockets = new Sockets()) {
            Set<Long> tokens = open(sockets, MANY);
            Connections connections = sockets.connections();
            Sockets.await("each has both", () -> joined(connections.list(Detail.SUBFLOWS)) == 2 * MANY);
            List<Connection> all = connections.list();
            assertEquals(2 * MANY, all.size(), "both ends are here");
            assertEquals(tokens, tokens(all, Role.CLIENT));
            assertEquals(MANY, tokens(all, Role.SERVER).size());
            for (Connection each : all) {
                List<Subflow> its = each.subflows().orElseThrow();
                assertEquals(
                        List.of(true, false), its.stream().map(Subflow::initial).toList());
                assertTrue(its.stream().allMatch(subflow -> subflow.tcpInfo().isPresent()));
            }
        }
    }

    /** The kernel may skip one, where others of its table's row end while it begins a new datagram: as {@link Connections#list} says. */
    @Test
    void thoseThatLastAreListedRightWhileOthersComeAndGo() throws Exception {
        try (var sockets = new Sockets()) {
            Set<Long> lasting = open(sockets, LASTING);
            Connections connections = sockets.connections();
            Sockets.await("each has both", () -> joined(connections.list(Detail.SUBFLOWS)) == 2 * LASTING);
            Map<Long, Set<Long>> expected = subflows(connections.list(Detail.SUBFLOWS));
            assertTrue(expected.keySet().containsAll(lasting));
            var stop = new AtomicBoolean();
            var others = new Thread(() -> comeAndGo(sockets, stop));
            others.start();
            try {
                for (int i = 0; i < LISTS; i++) {
                    List<Connection> all = connections.list(Detail.SUBFLOWS);
                    assertEquals(
                            all.size(),
                            all.stream().map(Connection::token).distinct().count());
                    Map<Long, Set<Long>> seen = subflows(all);
                    seen.keySet().retainAll(expected.keySet());
                    Set<Long> skipped = new HashSet<>(expected.keySet());
                    skipped.removeAll(seen.keySet());
                    assertTrue(skipped.size() <= 1, () -> "skipped " + skipped);
                    for (long token : skipped) {
                        assertTrue(connections.find(token, Detail.CONNECTION).isPresent());
                        seen.put(token, Objects.requireNonNull(expected.get(token)));
                    }
                    assertEquals(expected, seen);
                }
            } finally {
                stop.set(true);
                others.join();
            }
        }
    }

    private static Set<Long> open(Sockets sockets, int count) throws IOException {
        sockets.addEndpoint("127.0.0.2", EndpointFlag.SUBFLOW);
        ServerSocketChannel listener = sockets.listen(INET);
        Set<Long> tokens = new HashSet<>();
        for (int i = 0; i < count; i++) {
            tokens.add(MptcpConnection.of(sockets.talk(INET, "127.0.0.1", listener))
                    .token());
        }
        return tokens;
    }

    private static void comeAndGo(Sockets sockets, AtomicBoolean stop) {
        try (ServerSocketChannel listener = sockets.listen(INET)) {
            while (!stop.get()) {
                try (SocketChannel client = sockets.connect(INET, "127.0.0.1", listener);
                        SocketChannel server = listener.accept()) {
                    assertTrue(client.isConnected() && server.isConnected());
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long joined(List<Connection> all) {
        return all.stream()
                .filter(its -> its.subflows().orElseThrow().stream()
                                .filter(subflow -> subflow.flags().contains(SubflowFlag.FULLY_ESTABLISHED))
                                .count()
                        == 2)
                .count();
    }

    private static Set<Long> tokens(List<Connection> all, Role role) {
        return all.stream()
                .filter(its -> its.role().orElseThrow() == role)
                .map(Connection::token)
                .collect(Collectors.toSet());
    }

    private static Map<Long, Set<Long>> subflows(List<Connection> all) {
        Map<Long, Set<Long>> byToken = new HashMap<>();
        for (Connection its : all) {
            byToken.put(
                    its.token(),
                    its.subflows().orElseThrow().stream().map(Subflow::cookie).collect(Collectors.toSet()));
        }
        return byToken;
    }
}
