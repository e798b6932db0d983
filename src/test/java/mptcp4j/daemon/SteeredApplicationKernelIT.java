package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mptcp4j.broker.BrokerClient;
import mptcp4j.broker.Line;
import mptcp4j.diag.Subflow;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.RemoteAddress;
import mptcp4j.pm.SubflowCommands;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon leaves a connection to the application that steers it, until that hands it back. */
@Timeout(60)
class SteeredApplicationKernelIT {
    private static final Duration A_WHILE = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    private ManagedHosts hosts;
    private Daemon daemon;
    private BrokerClient client;
    private Path socket;

    @BeforeEach
    void open() throws IOException {
        hosts = ManagedHosts.create(2);
        socket = directory.resolve("daemon.sock");
        daemon = hosts.daemon("[default]\npolicy = \"aggregate\"\n[broker]\nsocket = \"" + socket + "\"\n");
        hosts.client().run(daemon::openBroker);
        client = hosts.keep(BrokerClient.open(socket));
    }

    @AfterEach
    void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void whatTheApplicationClosesStaysClosedUntilItHandsTheConnectionBack() throws Exception {
        hosts.connect();
        hosts.await("a subflow on each path", all -> all.size() == 2);
        long token = daemon.connections().get(0).token();
        Subflow second = hosts.connections().get(0).subflows().orElseThrow().stream()
                .filter(one -> !one.initial())
                .findFirst()
                .orElseThrow();
        client.connection(token).destroySubflow(second.local(), second.remote());
        hosts.await("closed", all -> all.size() == 1);
        requireStays(token, 1);
        client.ask(Line.empty().with("do", "steer").with("token", token).with("on", false));
        hosts.await("opened again", all -> all.size() == 2);
        requireSteered(token, false);
    }

    /** What must not happen has no event: this is longer than the daemon takes when it is told to open one. */
    private void requireStays(long token, int subflows) throws IOException {
        long end = System.nanoTime() + A_WHILE.toNanos();
        while (System.nanoTime() - end < 0) {
            requireSteered(token, true);
            assertEquals(
                    subflows,
                    hosts.connections().get(0).subflows().orElseThrow().size());
        }
    }

    private void requireSteered(long token, boolean steered) throws IOException {
        Line request = Line.empty().with("do", "explain").with("token", token);
        assertEquals(
                steered, DeskLines.explanation(client.ask(request)).connection().steered());
    }

    /** All of it: a program without rights, its way to the daemon by itself, the daemon, and the kernel. */
    @Test
    void aProgramOfAnotherUserSteersItsConnection() throws Exception {
        var users = new OtherUsers(directory);
        SocketChannel stranger = hosts.connect().client();
        Process program = users.start(
                hosts.client(),
                socket,
                List.of(),
                OrdinaryProgram.class,
                hosts.server().address(0).getHostAddress(),
                "" + ManagedHosts.PORT,
                hosts.client().address(1).getHostAddress(),
                "" + MptcpConnection.of(stranger).token());
        SocketChannel accepted = hosts.accepted(stranger).server();
        ByteBuffer one = ByteBuffer.allocate(1);
        accepted.read(one);
        accepted.write(one.flip());
        List<String> said = OtherUsers.said(program);
        assertEquals(
                List.of(
                        "events from KERNEL",
                        "opened " + hosts.client().address(1).getHostAddress(),
                        "heard SubflowEstablished",
                        "announced 1",
                        "heard SubflowClosed"),
                said.subList(1, 6));
        assertEquals("steering true, events true", said.get(7));
        assertEquals(11, said.stream().filter(line -> line.startsWith("EPERM ")).count(), said::toString);
        assertEquals("listed 1", said.get(said.size() - 2));
    }

    /** It does not ask the daemon for anything, which is to leave the connection alone all the same. */
    @Test
    void aProgramWithTheRightIsLeftAloneToo() throws Exception {
        var users = new OtherUsers(directory);
        Process program = users.start(
                hosts.client(),
                socket,
                List.of("--reuid=0"),
                PrivilegedProgram.class,
                hosts.server().address(0).getHostAddress(),
                "" + ManagedHosts.PORT);
        try (SocketChannel accepted = hosts.keep(hosts.accept())) {
            ByteBuffer one = ByteBuffer.allocate(1);
            accepted.read(one);
            accepted.write(one.flip());
            assertEquals("closed", program.inputReader().readLine());
            long token = daemon.connections().get(0).token();
            requireStays(token, 1);
            program.outputWriter().write("\n");
            program.outputWriter().flush();
            hosts.await("opened again", all -> all.size() == 2);
            requireSteered(token, false);
        } finally {
            program.destroy();
        }
    }

    /** Closes the subflow that the daemon has opened, and hands the connection back when it is told to. */
    static final class PrivilegedProgram {
        public static void main(String[] server) throws Exception {
            try (SocketChannel channel = Mptcp.openSocketChannel(MptcpMode.REQUIRE)) {
                channel.connect(new InetSocketAddress(InetAddress.getByName(server[0]), Integer.parseInt(server[1])));
                channel.write(ByteBuffer.allocate(1));
                channel.read(ByteBuffer.allocate(1));
                MptcpConnection connection = MptcpConnection.of(channel);
                List<mptcp4j.socket.Subflow> all = connection.awaitSubflows(2, Duration.ofSeconds(10));
                connection.closeSubflow(all.get(1).id());
                System.out.println("closed");
                System.in.read();
                connection.handBack();
                System.in.read();
            }
        }
    }

    /** The daemon does not know it yet, as it can have no more subflows before data came and went. */
    @Test
    void anApplicationMaySteerFromTheBeginning() throws Exception {
        SocketChannel channel = hosts.keep(hosts.client().call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE)));
        channel.connect(new InetSocketAddress(hosts.server().address(0), ManagedHosts.PORT));
        long token = MptcpConnection.of(channel).token();
        SubflowCommands connection = client.connection(token);
        LocalAddress local = LocalAddress.of(7, hosts.client().address(1));
        connection.announce(local);
        var stream = hosts.accepted(channel);
        stream.echo();
        hosts.await("known", () -> !daemon.connections().isEmpty());
        requireSteered(token, true);
        connection.createSubflow(local, RemoteAddress.of((InetSocketAddress) channel.getRemoteAddress()));
        hosts.await(
                "the application's subflow",
                all -> all.size() == 2 && all.stream().anyMatch(one -> one.localId() == 7));
        channel.write(ByteBuffer.allocate(1));
    }
}
