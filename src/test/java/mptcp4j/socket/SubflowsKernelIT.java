package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Subflows as the kernel lists them, read in both ways that kernels know.
 *
 * <pre>
 *   client 127.0.0.5 ──────────────── 127.0.0.1 server
 *          127.0.0.2 ────────────────╯   ╯
 *          127.0.0.3 ───────────────────╯          one loopback, one namespace
 * </pre>
 */
class SubflowsKernelIT {
    private static final int AMOUNT = 300_000;
    private static final SubflowDetails NOTHING = (local, remote, link) -> Optional.empty();

    private Loopback loopback;
    /** Stays open: it is what takes the requests for further subflows. */
    private @Nullable ServerSocketChannel listener;

    private Pair pair;
    private MptcpConnection client;
    private MptcpConnection server;

    @BeforeEach
    void createNamespace() throws IOException {
        loopback = Loopback.create();
    }

    @AfterEach
    void closeAll() throws IOException {
        if (pair != null) {
            pair.close();
        }
        if (listener != null) {
            listener.close();
        }
        if (loopback != null) {
            loopback.close();
        }
    }

    private void connectFrom(String first, String... others) throws Exception {
        loopback.addSubflowEndpoints(others);
        listener = loopback.call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE));
        listener.bind(new InetSocketAddress(0));
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        SocketChannel channel = loopback.call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE));
        channel.bind(Loopback.address(first, 0));
        channel.connect(Loopback.address("127.0.0.1", port));
        pair = new Pair(channel, listener.accept()).echo(10);
        client = MptcpConnection.of(pair.client());
        server = MptcpConnection.of(pair.server());
        awaitEstablished(client, 1 + others.length);
        awaitEstablished(server, 1 + others.length);
    }

    private static void awaitEstablished(MptcpConnection connection, int count) throws Exception {
        Loopback.await(count + " subflows", () -> {
            List<Subflow> subflows = connection.subflows();
            return subflows.size() == count
                    && subflows.stream().allMatch(s -> s.tcpInfo().state() == TcpState.ESTABLISHED);
        });
    }

    @Test
    void showBothEndsAndWhatTheyCarried() throws Exception {
        connectFrom("127.0.0.5", "127.0.0.2");
        pair.echo(AMOUNT);
        List<Subflow> subflows = client.subflows();
        assertEquals(List.of(1L, 2L), subflows.stream().map(Subflow::id).toList());
        assertEquals(
                List.of("127.0.0.5", "127.0.0.2"),
                subflows.stream()
                        .map(s -> s.local().getAddress().getHostAddress())
                        .toList());
        assertEquals(pair.client().getLocalAddress(), subflows.get(0).local());
        for (Subflow subflow : subflows) {
            assertEquals(pair.client().getRemoteAddress(), subflow.remote());
        }
        assertEquals(ends(subflows, false), ends(server.subflows(), true), "the server sees the same from its side");
        Loopback.await("all bytes acknowledged", () -> sent(client) >= AMOUNT + 10);
        assertTrue(client.subflows().get(0).tcpInfo().times().rttMicros() > 0);
    }

    private static long sent(MptcpConnection connection) throws IOException {
        return connection.subflows().stream()
                .mapToLong(s -> s.tcpInfo().traffic().bytesAcknowledged())
                .sum();
    }

    private static Set<List<InetSocketAddress>> ends(List<Subflow> subflows, boolean swapped) {
        return subflows.stream()
                .map(s -> swapped ? List.of(s.remote(), s.local()) : List.of(s.local(), s.remote()))
                .collect(Collectors.toSet());
    }

    @Test
    void areTheSameInBothWaysOfReading() throws Exception {
        connectFrom("127.0.0.5", "127.0.0.2", "127.0.0.3");
        var inTwoSteps = new TwoStepReader(8, NOTHING);
        assertEquals(
                identities(read(client, new FullInfoReader(8, NOTHING))),
                identities(read(client, inTwoSteps)),
                "client");
        assertEquals(identities(read(client, inTwoSteps)), identities(read(client, inTwoSteps)), "ids stay");
        // The kernel counts attempts, too, and the server tried to reach a client that does not listen.
        assertEquals(
                ends(read(server, new FullInfoReader(8, NOTHING)), false),
                ends(read(server, new TwoStepReader(8, NOTHING)), false),
                "server");
    }

    @Test
    void areAllThereWhenTheFirstGuessOfTheirNumberWasTooLow() throws Exception {
        connectFrom("127.0.0.5", "127.0.0.2", "127.0.0.3", "127.0.0.4");
        List<?> all = identities(client.subflows());
        assertEquals(4, all.size());
        assertEquals(all, identities(read(client, new FullInfoReader(1, NOTHING))));
        assertEquals(all, identities(read(client, new TwoStepReader(1, NOTHING))));
    }

    @Test
    void areNotShownOnceClosedThoughTheKernelKeepsTheFirst() throws Exception {
        connectFrom("127.0.0.5", "127.0.0.2");
        var inTwoSteps = new TwoStepReader(8, NOTHING);
        assertEquals(2, read(client, inTwoSteps).size());
        loopback.closeInitialSubflows("127.0.0.5");
        Loopback.await("the first is gone", () -> client.subflows().size() == 1);
        assertEquals(2, client.subflows().get(0).id());
        assertEquals(identities(client.subflows()), identities(read(client, inTwoSteps)));
        pair.echo(1000);
        assertEquals(1, client.info().subflowsTotal().getAsInt());
    }

    @Test
    void ofAPlainConnectionAreRefusedInBothWays() throws Exception {
        pair = loopback.call(() -> Pair.connect(SocketChannel.open(), ServerSocketChannel.open()));
        MptcpConnection plain = MptcpConnection.of(pair.client());
        for (SubflowReader reader : List.of(new FullInfoReader(8, NOTHING), new TwoStepReader(8, NOTHING))) {
            LinuxException refusal = assertThrows(LinuxException.class, () -> plain.ask(reader::read));
            assertTrue(KernelOption.isUnknown(refusal.errno()), refusal.getMessage());
        }
    }

    private static List<Subflow> read(MptcpConnection connection, SubflowReader reader) throws IOException {
        return connection.ask(reader::read);
    }

    private static List<List<Object>> identities(List<Subflow> subflows) {
        return subflows.stream()
                .map(s -> List.<Object>of(s.id(), s.local(), s.remote()))
                .toList();
    }
}
