package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mptcp4j.TcpState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Subflows of connections of every class of the JDK are steered while data goes there and back. */
class SocketKindsKernelIT {
    private static final int BLOCK = 5000;

    private final AtomicLong echoed = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean enough;
    private SteeredLab lab;

    @BeforeEach
    void build() throws IOException {
        lab = SteeredLab.create();
    }

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource
    void isSteeredAtBothEnds(Kind kind) throws Exception {
        try (Ends ends = kind.connect(lab)) {
            kind.start(() -> echo(ends.server()));
            kind.start(() -> talk(ends.client()));
            lab.run(() -> steer(ends.client().connection(), ends.server().connection()));
            awaitEchoes();
            enough = true;
            ended.get(20, TimeUnit.SECONDS);
        }
    }

    private void steer(MptcpConnection client, MptcpConnection server) throws Exception {
        awaitEchoes();
        InetAddress second = lab.client().address(1);
        Subflow opened = client.openSubflow(SubflowSpec.from(second));
        assertEquals(List.of(1L, 2L), ids(client));
        assertEquals(second, opened.local().getAddress());
        awaitCount(server, 2);
        awaitEchoes();
        client.setBackup(2, true);
        assertTrue(client.subflows().get(1).isBackup());
        awaitEchoes();
        assertTrue(client.duplicate(2).isBackup(), "as the one that it is like");
        assertEquals(4, client.refresh(1, Refresh.MAKE_BEFORE_BREAK).id());
        awaitEchoes();
        client.closeSubflow(2);
        Loopback.await("the third and fourth are left", () -> ids(client).equals(List.of(3L, 4L)));
        awaitCount(server, 2);
        awaitEchoes();
    }

    @ParameterizedTest
    @EnumSource
    void isSteeredByWhoAccepted(Kind kind) throws Exception {
        lab.close();
        lab = SteeredLab.steeredAtBothEnds();
        var there = new InetSocketAddress(lab.client().address(1), 9090);
        List<ConnectionEvent> heard = new CopyOnWriteArrayList<>();
        try (Ends ends = kind.connect(lab);
                ServerSocketChannel clients = lab.call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE));
                var subscription =
                        lab.server().call(() -> ends.server().connection().onEvent(heard::add))) {
            assertEquals(EventSource.KERNEL, subscription.source());
            clients.bind(there);
            kind.start(() -> echo(ends.server()));
            kind.start(() -> talk(ends.client()));
            awaitEchoes();
            lab.run(() -> ends.client().connection().announce(there));
            lab.server()
                    .run(() -> steerAccepted(
                            ends.server().connection(), ends.client().connection(), there, heard));
            enough = true;
            ended.get(20, TimeUnit.SECONDS);
        }
    }

    private void steerAccepted(
            MptcpConnection server, MptcpConnection client, InetSocketAddress there, List<ConnectionEvent> heard)
            throws Exception {
        InetAddress from = lab.server().address(1);
        Subflow opened = server.openSubflow(SubflowSpec.from(from).to(there));
        long id = opened.id();
        assertEquals(List.of(from, there), List.of(opened.local().getAddress(), opened.remote()));
        awaitCount(client, 2);
        awaitEchoes();
        server.setBackup(id, true);
        assertTrue(server.subflows().get(1).isBackup());
        Loopback.await(
                "the client has heard of it",
                () -> lab.call(() -> client.subflows().get(1).isBackupOfPeer()));
        assertEquals(
                TcpState.ESTABLISHED,
                server.getOption(id, SubflowOption.TCP_INFO).state());
        awaitEchoes();
        server.closeSubflow(id);
        awaitCount(server, 1);
        awaitCount(client, 1);
        awaitEchoes();
        Loopback.await(
                "both were told",
                () -> heard.stream()
                                .anyMatch(it -> it instanceof ConnectionEvent.SubflowEstablished its
                                        && its.subflow().id() == id)
                        && heard.stream()
                                .anyMatch(it -> it instanceof ConnectionEvent.SubflowClosed its && its.id() == id));
    }

    private static List<Long> ids(MptcpConnection connection) throws IOException {
        return connection.subflows().stream().map(Subflow::id).toList();
    }

    private static void awaitCount(MptcpConnection connection, int count) throws Exception {
        Loopback.await(count + " subflows", () -> connection.subflows().size() == count);
    }

    private void awaitEchoes() throws Exception {
        long before = echoed.get();
        Loopback.await("data goes there and back", () -> {
            if (ended.isDone()) {
                ended.get();
            }
            return echoed.get() > before + 3;
        });
    }

    private void talk(Ends.End client) {
        try {
            var random = new Random(1);
            byte[] block = new byte[BLOCK];
            while (!enough) {
                random.nextBytes(block);
                client.sink().write(block);
                assertArrayEquals(block, readBlock(client));
                echoed.incrementAndGet();
            }
            ended.complete(null);
        } catch (Throwable e) {
            ended.completeExceptionally(e);
        }
    }

    private void echo(Ends.End server) {
        try {
            while (true) {
                server.sink().write(readBlock(server));
            }
        } catch (Throwable e) {
            ended.completeExceptionally(e); // what comes after the client has ended does not count
        }
    }

    private static byte[] readBlock(Ends.End end) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int have = 0; have < BLOCK; ) {
            byte[] some = new byte[BLOCK - have];
            int count = end.source().read(some);
            if (count < 0) {
                throw new IOException("the stream ended");
            }
            System.arraycopy(some, 0, block, have, count);
            have += count;
        }
        return block;
    }
}
