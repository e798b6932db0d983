package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.BrokeredEvents;
import mptcp4j.broker.Line;
import mptcp4j.diag.Connections;
import mptcp4j.lab.Await;
import mptcp4j.pm.ConnectionFlags;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvent.SubflowEstablished;
import mptcp4j.pm.RemoteAddress;
import mptcp4j.pm.SubflowCommands;
import mptcp4j.pm.SubflowTuple;
import mptcp4j.socket.MptcpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the broker does for whom. */
@Timeout(60)
class BrokerKernelIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private BrokeredLab lab;

    @BeforeEach
    void open() throws IOException {
        lab = new BrokeredLab(directory);
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void rootSteersEverythingAndHearsOfIt() throws IOException {
        SocketChannel channel = lab.connect();
        long token = lab.lab.client().call(() -> MptcpConnection.of(channel).token());
        SubflowCommands connection = lab.client().connection(token);
        LocalAddress local = LocalAddress.of(3, lab.lab.client().address(1));
        var remote = (InetSocketAddress) channel.getRemoteAddress();
        try (BrokeredEvents events = BrokeredEvents.open(lab.socket, token, () -> false)) {
            connection.createSubflow(local, RemoteAddress.of(remote));
            var established = (SubflowEstablished) event(events);
            assertEquals(token, established.token());
            assertEquals(local.address(), established.tuple().local().getAddress());
            assertEquals(remote, established.tuple().remote());
            assertEquals(3, established.tuple().localId());
            assertEquals(
                    List.of(3),
                    connection.addresses().stream().map(LocalAddress::id).toList());
            connection.setBackup(established.tuple().local(), remote, true);
            connection.destroySubflow(established.tuple().local(), remote);
            assertEquals(established.tuple(), ((SubflowClosed) event(events)).tuple());
            connection.announce(local);
            connection.remove(3);
            channel.close();
            assertEquals(new PathManagerEvent.ConnectionClosed(token, List.of()), event(events));
        }
        Await.equal("EINVAL invalid token", () -> {
            LinuxException gone = assertThrows(LinuxException.class, () -> connection.remove(78));
            return gone.errno().symbol() + " " + gone.detail();
        });
        assertEquals(
                List.of("steer " + token + " true"),
                lab.desk.told.stream().distinct().toList());
    }

    private static PathManagerEvent event(BrokeredEvents events) throws IOException {
        return events.next(SOON).orElseThrow();
    }

    /** What the kernel refuses it refuses in the same words by either way. */
    @Test
    void aRefusalIsTheKernels() throws IOException {
        long token =
                lab.lab.client().call(() -> MptcpConnection.of(lab.connect()).token());
        SubflowCommands brokered = lab.client().connection(token);
        try (var kernel = lab.lab.client().call(() -> mptcp4j.pm.PathManager.open())) {
            LinuxException expected = assertThrows(
                    LinuxException.class, () -> kernel.connection(token).remove(77));
            LinuxException said = assertThrows(LinuxException.class, () -> brokered.remove(77));
            assertEquals(expected.getMessage(), said.getMessage());
            assertEquals(expected.errno(), said.errno());
            assertEquals(expected.operation(), said.operation());
        }
    }

    @Test
    void theDeskIsAsked() throws IOException {
        long token =
                lab.lab.client().call(() -> MptcpConnection.of(lab.connect()).token());
        BrokerClient client = lab.client();
        assertEquals(NotedDesk.STATUS, DeskLines.status(client.ask(request("status"))));
        assertEquals(List.of("none", "fullmesh"), DeskLines.policies(client.ask(request("policies"))));
        assertEquals(lab.desk.connections(), DeskLines.connections(client.ask(request("connections"))));
        assertEquals(
                NotedDesk.explanation(token),
                DeskLines.explanation(client.ask(request("explain").with("token", token))));
        client.ask(request("set").with("token", token).with("policy", "fullmesh"));
        client.ask(request("steer").with("token", token).with("on", false));
        assertEquals(List.of("set " + token + " fullmesh", "steer " + token + " false"), lab.desk.told);
    }

    @Test
    void mistakesAreExplained() throws IOException {
        long token =
                lab.lab.client().call(() -> MptcpConnection.of(lab.connect()).token());
        BrokerClient client = lab.client();
        assertEquals(
                List.of(
                        "reload: /etc/mptcp4j.toml:3: \"colour\" is no key here: rule, policy (EINVAL)",
                        "set: policies are [none, fullmesh] (EINVAL)",
                        "set: \"token\" is a number from 0 to 4294967295 (EINVAL)",
                        "create: \"local\" is an IPv4 or IPv6 address (EINVAL)",
                        "create: \"remotePort\" is a number from 1 to 65535 (EINVAL)"),
                List.of(
                        said(client, request("reload")),
                        said(client, request("set").with("token", token).with("policy", "x")),
                        said(client, request("set").with("token", -1)),
                        said(client, request("create").with("token", token).with("local", "localhost")),
                        said(client, request("create").with("token", token).with("local", "::1"))));
        assertTrue(said(client, request("dance").with("token", token)).endsWith("(EOPNOTSUPP)"));
        assertEquals(NotedDesk.STATUS, DeskLines.status(client.ask(request("status"))), "and it goes on");
    }

    @Test
    void aDaemonThatIsStartedAgainIsFoundAgain() throws IOException {
        SocketChannel channel = lab.connect();
        long token = lab.lab.client().call(() -> MptcpConnection.of(channel).token());
        try (BrokeredEvents events = BrokeredEvents.open(lab.socket, token, () -> true)) {
            BrokerClient client = lab.client();
            lab.broker.close();
            assertEquals(
                    Errno.EPIPE,
                    assertThrows(LinuxException.class, () -> client.ask(request("status")))
                            .errno());
            assertFalse(client.isAlive());
            assertEquals(Optional.empty(), events.next(Duration.ofMillis(300)));
            try (Broker next = lab.lab
                    .client()
                    .call(() -> Broker.open(lab.socket, Optional.empty(), lab.desk, Throwable::printStackTrace))) {
                assertEquals(new PathManagerEvent.Overflow(), event(events));
                assertEquals(List.of("steer " + token + " true"), lab.desk.told, "which it cannot know");
                next.publish(new PathManagerEvent.AddressRemoved(token, 9, List.of()));
                assertEquals(new PathManagerEvent.AddressRemoved(token, 9, List.of()), event(events));
                assertEquals(NotedDesk.STATUS, DeskLines.status(lab.client().ask(request("status"))));
            }
        }
    }

    @Test
    void eachHearsOfItsOwnConnectionAlone() throws IOException {
        long token =
                lab.lab.client().call(() -> MptcpConnection.of(lab.connect()).token());
        long other =
                lab.lab.client().call(() -> MptcpConnection.of(lab.connect()).token());
        try (BrokeredEvents events = BrokeredEvents.open(lab.socket, token, () -> false)) {
            lab.broker.publish(new PathManagerEvent.AddressRemoved(token, 1, List.of()));
            lab.broker.publish(new PathManagerEvent.AddressRemoved(other, 2, List.of()));
            lab.broker.publish(new PathManagerEvent.AddressRemoved(token, 3, List.of()));
            assertEquals(new PathManagerEvent.AddressRemoved(token, 1, List.of()), event(events));
            assertEquals(new PathManagerEvent.AddressRemoved(token, 3, List.of()), event(events));
        }
    }

    /** The token may be another's later: who was told of the one is not told of the other. */
    @Test
    void aTokenThatComesAgainIsAnotherConnection() throws IOException {
        SocketChannel channel = lab.connect();
        long token = lab.lab.client().call(() -> MptcpConnection.of(channel).token());
        var tuple = new SubflowTuple(
                (InetSocketAddress) channel.getLocalAddress(), (InetSocketAddress) channel.getRemoteAddress(), 0, 0);
        var created = new ConnectionCreated(token, tuple, new ConnectionFlags(0), List.of());
        try (BrokeredEvents events = BrokeredEvents.open(lab.socket, token, () -> false)) {
            lab.ignoreEvents();
            lab.broker.publish(created);
            assertEquals(created, event(events), "it is the same one still");
            channel.close();
            BrokerClient client = lab.client();
            Await.until(
                    "gone",
                    () -> said(client, request("events").with("token", token)).contains("invalid token"));
            lab.broker.publish(created);
            lab.broker.publish(new PathManagerEvent.AddressRemoved(token, 1, List.of()));
            assertEquals(NotedDesk.STATUS, DeskLines.status(client.ask(request("status"))));
            assertEquals(Optional.empty(), events.next(Duration.ofMillis(100)));
        }
    }

    /** A daemon that nobody can ask any more has to end. */
    @Test
    void whoOpenedItHearsThatItFailed() throws Exception {
        var failure = new CompletableFuture<Throwable>();
        try (PathManager pathManager = PathManager.open();
                Connections connections = Connections.open();
                Selector selector = Selector.open()) {
            var requests = new Requests(lab.desk, pathManager, connections, new Callers(), 0);
            var loop = new BrokerLoop(
                    selector, new BrokerWork(requests, new Subscribers()), Duration.ofSeconds(1), failure::complete);
            loop.start();
            selector.close();
            assertInstanceOf(ClosedSelectorException.class, failure.get(10, TimeUnit.SECONDS));
            loop.stop(Duration.ofSeconds(1));
        }
    }

    private static String said(BrokerClient client, Line request) throws IOException {
        try {
            client.ask(request);
            return "done";
        } catch (LinuxException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Line request(String name) {
        return Line.empty().with("do", name);
    }
}
