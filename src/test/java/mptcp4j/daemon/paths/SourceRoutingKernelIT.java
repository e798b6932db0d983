package mptcp4j.daemon.paths;

import static java.util.stream.Collectors.joining;
import static mptcp4j.daemon.paths.TwoRouters.FIRST;
import static mptcp4j.daemon.paths.TwoRouters.SECOND;
import static mptcp4j.daemon.paths.TwoRouters.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mptcp4j.daemon.config.Damping;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host with two interfaces, each with a router of its own. */
class SourceRoutingKernelIT {
    private static final int PORT = 5000;
    private static final int SHORT = 300;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private TwoRouters net;
    private final BlockingQueue<List<InetAddress>> paths = new LinkedBlockingQueue<>();

    @BeforeEach
    void build() throws IOException {
        Requires.mptcp();
        Requires.program("ip");
        net = new TwoRouters();
    }

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void theSecondPathWorksWithItOnly() throws IOException {
        try (ServerSocketChannel listener = net.server.netns.call(ServerSocketChannel::open)) {
            listener.bind(new InetSocketAddress(PORT));
            assertEquals(List.of(true, false), List.of(reaches(FIRST), reaches(SECOND)));
            try (PathWatch watch = watch()) {
                assertEquals(List.of(FIRST, SECOND), addresses(watch.state()));
                assertEquals(List.of(true, true), List.of(reaches(FIRST), reaches(SECOND)));
            }
            assertEquals(List.of(true, false), List.of(reaches(FIRST), reaches(SECOND)));
            assertNothingLeft();
        }
    }

    @Test
    void aSubflowOverTheSecondPathCarriesData() throws Exception {
        try (PathWatch watch = watch();
                PathManager kernel = net.client.netns.call(PathManager::open);
                ServerSocketChannel listener =
                        net.server.netns.call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE))) {
            assertEquals(2, watch.state().paths().size());
            kernel.add(Endpoint.of(SECOND, EndpointFlag.SUBFLOW));
            listener.bind(new InetSocketAddress(PORT));
            try (SocketChannel client = net.client.netns.call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE))) {
                client.connect(new InetSocketAddress(SERVER, PORT));
                try (SocketChannel server = listener.accept()) {
                    pass(client, server);
                    MptcpConnection.of(client).awaitSubflows(2, DEADLINE);
                    net.drop(1);
                    pass(client, server);
                    pass(server, client);
                }
            }
        }
    }

    @Test
    void aKilledDaemonLeavesRulesThatTheNextOneTakesAway() throws Exception {
        net.client.ip("rule add from 10.1.0.1 lookup 1234 priority 7702 protocol static");
        net.client.ip("route add 198.51.100.0/24 via 10.1.0.254 table 770099");
        KilledDaemon.runAndKill(net.client.netns);
        String left = rules();
        assertTrue(left.contains("10.2.0.1"), left);
        net.client.ip("address del 10.2.0.1/24 dev c2");
        try (PathWatch watch = watch()) {
            assertEquals(List.of(FIRST), addresses(watch.state()));
            assertFalse(rules().contains("10.2.0.1"), rules());
            assertTrue(rules().contains("10.1.0.1"), rules());
        }
        assertNothingLeft();
        KilledDaemon.runAndKill(net.client.netns);
        net.client
                .netns
                .call(() -> PathWatch.open(KilledDaemon.ALL, Damping.DEFAULT, state -> {}))
                .close();
        assertNothingLeft();
        assertTrue(net.client.ip("rule show").contains("lookup 1234"), "a rule of somebody else");
        assertTrue(net.client.ip("route show table 770099").contains("198.51.100.0/24"), "a route of somebody else");
    }

    @Test
    void followsTheGatewayAndTheAddress() throws Exception {
        try (PathWatch watch = watch()) {
            assertEquals(List.of(FIRST, SECOND), addresses(watch.state()));
            net.client.ip("route replace default via 10.2.0.253 dev c2 metric 200");
            net.client.ip("address add 10.2.0.7/24 dev c2");
            InetAddress added = Networks.ip("10.2.0.7");
            await(List.of(FIRST, SECOND, added));
            assertTrue(routes("c2").contains("default via 10.2.0.253"), routes("c2"));
            assertFalse(routes("c2").contains("10.2.0.254"), routes("c2"));
            net.client.ip("address del 10.2.0.7/24 dev c2");
            await(List.of(FIRST, SECOND));
            net.client.ip("route del default via 10.2.0.253 dev c2");
            await(List.of(FIRST));
            net.client.ip("route add default via 10.2.0.254 dev c2 metric 50");
            await(List.of(FIRST, SECOND));
            net.client.ip("rule del from 10.2.0.1 priority 7702");
            net.client.ip("address add 10.2.0.8/24 dev c2");
            await(List.of(FIRST, SECOND, Networks.ip("10.2.0.8")));
            assertTrue(rules().contains("7702:\tfrom 10.2.0.1 "), "what somebody removed comes again: " + rules());
        }
        assertNothingLeft();
    }

    private PathWatch watch() throws IOException {
        return net.client.netns.call(
                () -> PathWatch.open(KilledDaemon.ALL, Damping.DEFAULT, true, state -> paths.add(addresses(state))));
    }

    private static List<InetAddress> addresses(PathState state) {
        return state.paths().stream().map(LocalPath::address).toList();
    }

    private void await(List<InetAddress> expected) throws InterruptedException {
        List<InetAddress> last = List.of();
        while (!last.equals(expected)) {
            List<InetAddress> next = paths.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                assertEquals(expected, last);
            } else {
                last = next;
            }
        }
    }

    private String rules() throws IOException {
        return net.client
                .ip("-d rule show")
                .lines()
                .filter(rule -> rule.contains(" proto 77"))
                .collect(joining("\n"));
    }

    private String routes(String link) throws IOException {
        int index = net.client.rtnetlink.link(link).index();
        return net.client.ip("route show table " + (770_000 + index));
    }

    private void assertNothingLeft() throws IOException {
        assertEquals(SourceTables.NONE, SourceTables.ownedIn(net.client.rtnetlink.state()));
        assertEquals("", rules());
        assertEquals("", net.client.ip("route show table all protocol 77"));
    }

    private boolean reaches(InetAddress from) throws IOException {
        try (Socket socket = net.client.netns.call(() -> {
            var bound = new Socket();
            bound.bind(new InetSocketAddress(from, 0));
            return bound;
        })) {
            socket.connect(new InetSocketAddress(SERVER, PORT), SHORT);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void pass(SocketChannel from, SocketChannel to) throws IOException {
        from.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        ByteBuffer in = ByteBuffer.allocate(3);
        while (in.hasRemaining()) {
            assertTrue(to.read(in) > 0);
        }
    }
}
