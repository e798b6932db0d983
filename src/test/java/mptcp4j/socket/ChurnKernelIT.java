package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Rate;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Requires;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two streams, one in each direction, arrive whole while the subflows that carry them come and go, and nothing is left behind.
 *
 * <p>While a subflow is opened, the server's program makes no call on the connection; all else goes on. Linux 6.18.44 would damage
 * the stream otherwise, once in a dozen such tests without a rate: while a program is in a call, the join of a subflow waits for
 * its end, but the first data of the subflow does not; the end of the join then sets the place of that data in the stream to
 * where the stream has come ({@code mptcp_subflow_joined}, net/mptcp/protocol.c). It takes data that comes before the call ends.
 */
class ChurnKernelIT {
    private static final int OPERATIONS = 200;
    private static final long BYTES = 50_000_000;

    private final long seed = new Random().nextLong();
    private Lab lab;
    private ServerSocketChannel listener;
    private PathManagerEvents peersManager;

    @BeforeEach
    void listen() throws IOException {
        Requires.mptcp();
        lab = Lab.of(Topology.twoHosts(3).rate(Rate.mbit(100)));
        for (Host host : List.of(lab.client(), lab.server())) {
            host.sysctl("net.mptcp.pm_type", "1");
        }
        peersManager = lab.server().call(() -> PathManagerEvents.open());
        listener = lab.server().call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE));
        listener.bind(new InetSocketAddress(8080));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        peersManager.close();
        lab.close();
    }

    @Test
    void bothStreamsStayWholeAndNothingIsLeftBehind() throws Exception {
        try (Pair pair = connect()) {
            churn(pair, 0); // some descriptors and threads are made once, for good
        }
        Held before = Held.settled(lab);
        try (Pair pair = connect()) {
            try {
                churn(pair, BYTES);
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        before.awaitAgain(lab);
    }

    private Pair connect() throws IOException {
        SocketChannel channel = lab.client().call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE));
        channel.connect(new InetSocketAddress(lab.server().address(0), 8080));
        return new Pair(channel, listener.accept()).echo(1000);
    }

    private void churn(Pair pair, long bytes) throws Exception {
        MptcpConnection client = MptcpConnection.of(pair.client());
        MptcpConnection server = MptcpConnection.of(pair.server());
        Churn churn;
        try (var atServer = new HeldBack(pair.server())) {
            churn = new Churn(lab, client, server, atServer, seed);
            Flow up = Flow.start(Flow.into(pair.client()), atServer, seed, bytes);
            Flow down = Flow.start(atServer, Flow.from(pair.client()), ~seed, bytes);
            churn.run(OPERATIONS);
            assertTrue(up.finish() >= bytes && down.finish() >= bytes, "both carried enough");
        }
        assertEquals(Set.of(Churn.Operation.values()), churn.done().keySet());

        Subflow last = churn.closeAllButOne();
        assertTrue(last.id() > 1, () -> "the initial one was closed, too: " + last);
        Loopback.await(
                "one and the same at both ends",
                () -> tuples(client, false).equals(Set.of(tuple(last, false)))
                        && tuples(server, true).equals(Set.of(tuple(last, false))));
        assertTrue(addresses(client) <= 3, "the kernel keeps an address that the peer has closed, but each only once");
        pair.echo(1000);
    }

    private int addresses(MptcpConnection client) throws IOException {
        List<LocalAddress> kept = lab.client().call(() -> {
            try (PathManager pathManager = PathManager.open()) {
                return pathManager.connection(client.token()).addresses();
            }
        });
        assertTrue(kept.stream().allMatch(one -> one.id() < 3), () -> "there are three addresses: " + kept);
        return kept.size();
    }

    private static Set<List<InetSocketAddress>> tuples(MptcpConnection connection, boolean turned) throws IOException {
        return connection.subflows().stream()
                .map(subflow -> tuple(subflow, turned))
                .collect(Collectors.toSet());
    }

    private static List<InetSocketAddress> tuple(Subflow subflow, boolean turned) {
        return turned ? List.of(subflow.remote(), subflow.local()) : List.of(subflow.local(), subflow.remote());
    }
}
