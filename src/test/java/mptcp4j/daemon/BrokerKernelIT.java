package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.broker.BrokeredEvents;
import mptcp4j.broker.Line;
import mptcp4j.lab.Await;
import mptcp4j.lab.ChildJvm;
import mptcp4j.linux.Requires;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvent.SubflowEstablished;
import mptcp4j.pm.RemoteAddress;
import mptcp4j.pm.SubflowCommands;
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
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        lab = new BrokeredLab(directory);
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    /** Under {@code unshare -Ur} there is no other user to become. */
    @Test
    void anotherUsersProgramSteersItsOwnConnectionAndNoOther() throws Exception {
        Requires.program("setpriv");
        Requires.that(
                Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295"),
                "needs root, to become another user");
        long stranger =
                lab.lab.client().call(() -> MptcpConnection.of(lab.connect()).token());
        List<String> said = new ArrayList<>(child(stranger));
        long own = Long.parseLong(said.remove(0).replace("token ", ""));
        assertEquals(
                List.of(
                        "events from KERNEL",
                        "opened " + lab.lab.client().address(1).getHostAddress(),
                        "heard SubflowEstablished",
                        "announced 1",
                        "heard SubflowClosed",
                        "left 1",
                        "steering true, events true",
                        "EPERM create",
                        "EPERM destroy",
                        "EPERM backup",
                        "EPERM announce",
                        "EPERM remove",
                        "EPERM addresses",
                        "EPERM explain",
                        "EPERM set",
                        "EPERM steer",
                        "EPERM reload",
                        "EPERM events",
                        "listed 1",
                        "policies 2"),
                said);
        assertEquals(
                List.of("steer " + own + " true"),
                lab.desk.told.stream().distinct().toList());
    }

    private List<String> child(long stranger) throws Exception {
        Path copies = Files.createDirectory(directory.resolve("classes"));
        ProcessBuilder program = ChildJvm.of(
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                ChildJvm.readableClassPath(copies),
                List.of("-D" + BrokerSocket.PROPERTY + "=" + lab.socket),
                OrdinaryProgram.class,
                lab.lab.server().address(0).getHostAddress(),
                "" + BrokeredLab.PORT,
                lab.lab.client().address(1).getHostAddress(),
                "" + stranger);
        Process process = lab.lab
                .client()
                .call(() -> program.directory(directory.toFile()).start());
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void rootSteersEverythingAndHearsOfIt() throws IOException {
        SocketChannel channel = lab.connect();
        long token = lab.lab.client().call(() -> MptcpConnection.of(channel).token());
        SubflowCommands connection = lab.client().connection(token);
        LocalAddress local = LocalAddress.of(3, lab.lab.client().address(1));
        var remote = (InetSocketAddress) channel.getRemoteAddress();
        try (BrokeredEvents events = BrokeredEvents.open(lab.socket, token)) {
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
        try (BrokeredEvents events = BrokeredEvents.open(lab.socket, token)) {
            BrokerClient client = lab.client();
            lab.broker.close();
            assertEquals(
                    Errno.EPIPE,
                    assertThrows(LinuxException.class, () -> client.ask(request("status")))
                            .errno());
            assertFalse(client.isAlive());
            assertEquals(Optional.empty(), events.next(Duration.ofMillis(300)));
            try (Broker next = lab.lab.client().call(() -> Broker.open(lab.socket, Optional.empty(), lab.desk))) {
                assertEquals(new PathManagerEvent.Overflow(), event(events));
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
        try (BrokeredEvents events = BrokeredEvents.open(lab.socket, token)) {
            lab.broker.publish(new PathManagerEvent.AddressRemoved(token, 1, List.of()));
            lab.broker.publish(new PathManagerEvent.AddressRemoved(other, 2, List.of()));
            lab.broker.publish(new PathManagerEvent.AddressRemoved(token, 3, List.of()));
            assertEquals(new PathManagerEvent.AddressRemoved(token, 1, List.of()), event(events));
            assertEquals(new PathManagerEvent.AddressRemoved(token, 3, List.of()), event(events));
        }
    }

    private static String said(BrokerClient client, Line request) {
        return assertThrows(LinuxException.class, () -> client.ask(request)).getMessage();
    }

    private static Line request(String name) {
        return Line.empty().with("do", name);
    }
}
