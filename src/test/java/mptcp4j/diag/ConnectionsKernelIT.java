package mptcp4j.diag;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mptcp4j.MptcpInfo;
import mptcp4j.TcpState;
import mptcp4j.linux.Requires;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.MptcpConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the running kernel, with {@code ss} as the witness. */
@Timeout(60)
class ConnectionsKernelIT {
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
    void emptyNamespaceHasNone() throws IOException {
        assertEquals(List.of(), connections.list());
        assertEquals(List.of(), connections.listeners());
        assertEquals(Optional.empty(), connections.find(1, Detail.MEASUREMENTS));
    }

    @Test
    void areThoseOfSsInIpv4() throws IOException {
        sockets.addEndpoint("127.0.0.2", EndpointFlag.SUBFLOW);
        sockets.addEndpoint("127.0.0.3", EndpointFlag.SUBFLOW, EndpointFlag.BACKUP);
        ServerSocketChannel listener = sockets.listen(INET);
        sockets.talk(INET, "127.0.0.1", listener);
        sockets.talk(INET, "127.0.0.1", listener);
        sockets.connect(INET, "127.0.0.1", sockets.listenTcp());
        sockets.connect(INET, "127.0.0.1", listener);
        awaitSubflows(4 * 3 + 1 + 2);
        assertSameAsSs();
        assertEquals(3, count(its -> its.role().equals(Optional.of(Role.SERVER))));
        assertEquals(4, count(its -> its.role().equals(Optional.of(Role.CLIENT))));
        assertEquals(1, count(its -> its.info().fallback()));
        assertEquals(1, count(its -> its.socket().inode() == 0), "not accepted yet");
        assertEquals(
                4,
                count(its -> its.subflows().orElseThrow().stream()
                        .anyMatch(s -> s.flags().backup())));
    }

    @Test
    void areThoseOfSsInIpv6AndMixed() throws IOException {
        Sockets.requireIpv6();
        sockets.addEndpoint("127.0.0.2", EndpointFlag.SUBFLOW);
        ServerSocketChannel dual = sockets.listen(INET6);
        sockets.talk(INET6, "::1", dual);
        sockets.talk(INET6, "127.0.0.1", dual);
        sockets.talk(INET, "127.0.0.1", dual);
        sockets.listen(INET);
        awaitSubflows(2 + 2 * 2 * 2);
        assertSameAsSs();
        assertEquals(2, connections.listeners().size());
    }

    private void assertSameAsSs() throws IOException {
        List<Connection> all = connections.list();
        String shown = sockets.ss("-MineOH", "state", "connected");
        boolean tellsCgroups = shown.contains(" cgroup:/"); // not without CAP_DAC_READ_SEARCH; we walk
        Optional<Cgroups> cgroups = tellsCgroups ? Cgroups.open() : Optional.empty();
        LongFunction<String> cgroup = id ->
                cgroups.map(its -> " cgroup:" + its.path(id).orElseThrow()).orElse("");
        assertEquals(Ss.connections(shown), Ss.connections(all, cgroup));
        assertEquals(Ss.subflows(sockets.ss("-tineOH", "state", "connected")), Ss.subflows(all));
        assertEquals(Ss.listeners(sockets.ss("-MlineOH")), Ss.listeners(connections.listeners(), cgroup));
    }

    @Test
    void isFoundByItsToken() throws IOException {
        SocketChannel client = sockets.talk(INET, "127.0.0.1", sockets.listen(INET));
        long token = MptcpConnection.of(client).token();
        Connection found = connections.find(token, Detail.MEASUREMENTS).orElseThrow();
        assertEquals(
                List.of(token, client.getLocalAddress(), client.getRemoteAddress()),
                List.of(found.token(), found.local(), found.remote()));
        assertEquals(
                identities(connections.list().stream()
                        .filter(its -> its.token() == token)
                        .toList()),
                identities(List.of(found)));
        assertEquals(1, found.subflows().orElseThrow().size());
        assertEquals(
                Optional.empty(),
                connections.find(token, Detail.CONNECTION).orElseThrow().subflows());
        MptcpInfo info = MptcpConnection.of(client).info();
        assertEquals(
                List.of(info.writeSequence(), info.receiveNext()),
                List.of(found.info().writeSequence(), found.info().receiveNext()));
        sockets.closeChannels();
        Sockets.await(
                "the token is gone",
                () -> connections.find(token, Detail.CONNECTION).isEmpty());
    }

    @Test
    void stateIsThatOfTheConnection() throws IOException {
        ServerSocketChannel listener = sockets.listen(INET);
        SocketChannel client = sockets.connect(INET, "127.0.0.1", listener);
        try (SocketChannel server = listener.accept()) {
            long ours = MptcpConnection.of(client).token();
            long peers = MptcpConnection.of(server).token();
            awaitStates(ours, TcpState.ESTABLISHED, peers, TcpState.ESTABLISHED);
            client.shutdownOutput();
            awaitStates(ours, TcpState.FIN_WAIT2, peers, TcpState.CLOSE_WAIT);
            assertEquals(-1, server.read(ByteBuffer.allocate(1)));
            server.shutdownOutput();
            awaitStates(ours, TcpState.CLOSE, peers, TcpState.CLOSE);
        }
    }

    private void awaitStates(long ours, TcpState our, long peers, TcpState peer) throws IOException {
        Sockets.await(our + " and " + peer, () -> state(ours) == our && state(peers) == peer);
    }

    private TcpState state(long token) throws IOException {
        return connections.find(token, Detail.CONNECTION).orElseThrow().state();
    }

    private static Set<List<Object>> identities(List<Connection> all) {
        return all.stream()
                .map(its -> List.<Object>of(
                        its.token(),
                        its.socket(),
                        its.role(),
                        its.subflows().orElseThrow().stream()
                                .map(Subflow::cookie)
                                .toList()))
                .collect(Collectors.toSet());
    }

    /** The subflow itself goes on as a socket in TIME_WAIT, of which nobody can tell whose it was. */
    @Test
    void closedSubflowIsGone() throws IOException {
        sockets.addEndpoint("127.0.0.2", EndpointFlag.SUBFLOW);
        SocketChannel client = sockets.talkFrom("127.0.0.5", "127.0.0.1", sockets.listen(INET));
        long token = MptcpConnection.of(client).token();
        awaitSubflows(4);
        try (PathManager pathManager = sockets.netns.call(PathManager::open)) {
            pathManager.deleteInitial(InetAddress.getByName("127.0.0.5"));
        }
        Sockets.await(
                "the witness sees it wait",
                () -> sockets.ss("-tanH", "state", "time-wait").contains("127.0.0.5"));
        Connection its = connections.find(token, Detail.SUBFLOWS).orElseThrow();
        assertEquals(Optional.empty(), its.initialSubflow());
        assertEquals(Optional.empty(), its.role());
        assertEquals(1, its.subflows().orElseThrow().size());
    }

    /** The connection waits for another one ({@code net.mptcp.close_timeout}). */
    @Test
    void connectionMayHaveNoSubflowAtAll() throws IOException {
        ServerSocketChannel listener = sockets.listen(INET);
        SocketChannel client = sockets.talk(INET, "127.0.0.1", listener);
        long token = MptcpConnection.of(client).token();
        sockets.ss("-tK", "dport", "=", ":" + Sockets.port(listener));
        Sockets.await(
                "no subflow",
                () -> connections
                        .find(token, Detail.SUBFLOWS)
                        .orElseThrow()
                        .subflows()
                        .equals(Optional.of(List.of())));
        Connection its = connections.find(token, Detail.CONNECTION).orElseThrow();
        assertEquals(0, its.info().subflowsTotal().orElse(0));
    }

    @Test
    void anotherNamespaceIsOpenedByItsFile() throws IOException {
        ServerSocketChannel listener = sockets.listen(INET);
        sockets.talk(INET, "127.0.0.1", listener);
        Path file = Path.of("/proc/self/fd/" + sockets.netns.fd().number());
        try (Connections there = Connections.open(file)) {
            assertEquals(identities(connections.list()), identities(there.list()));
        }
        assertTrue(Counters.read(file).get("MPCapableSYNTX").orElseThrow() > 0);
        assertEquals(Counters.read(file), sockets.netns.call(() -> Counters.read()));
    }

    @Test
    void ownerIsThisProcess() throws IOException {
        ServerSocketChannel listener = sockets.listen(INET);
        sockets.talk(INET, "127.0.0.1", listener);
        sockets.connect(INET, "127.0.0.1", listener);
        List<Connection> all = connections.list();
        var owners = Owners.find(all.stream().map(Connection::socket).toList());
        String command = "comm:" + Files.readString(Path.of("/proc/self/comm")).strip();
        for (Connection its : all) {
            boolean accepted = its.socket().inode() != 0;
            assertEquals(
                    accepted ? Set.of(ProcessHandle.current().pid() + " " + command) : Set.of(),
                    owners.of(its.socket()).stream()
                            .map(owner -> owner.pid() + " comm:" + owner.command())
                            .collect(Collectors.toSet()));
        }
        assertEquals(4, all.size());
    }

    @Test
    void countersAreThoseOfTheKernelsFile() throws IOException {
        Counters before = sockets.netns.call(() -> Counters.read());
        sockets.talk(INET, "127.0.0.1", sockets.listen(INET));
        Counters after = sockets.netns.call(() -> Counters.read());
        assertEquals(1, after.since(before).get("MPCapableSYNTX").orElseThrow());
        Requires.program("nstat");
        String shown = sockets.run(List.of("nstat", "-asz", "MPTcpExt*"));
        for (String name : after.values().keySet()) {
            assertTrue(
                    shown.lines()
                            .anyMatch(line -> line.matches(
                                    "MPTcpExt" + name + " +" + after.get(name).orElseThrow() + " .*")),
                    name + " in " + shown);
        }
    }

    private long count(Predicate<Connection> condition) throws IOException {
        return connections.list().stream().filter(condition).count();
    }

    private void awaitSubflows(int count) throws IOException {
        Sockets.await(count + " subflows", () -> settled(count));
    }

    private boolean settled(int count) throws IOException {
        List<Subflow> all = connections.list(Detail.SUBFLOWS).stream()
                .flatMap(its -> its.subflows().orElseThrow().stream())
                .toList();
        return all.size() == count && all.stream().allMatch(its -> its.flags().contains(SubflowFlag.CONNECTED));
    }
}
