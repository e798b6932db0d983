package mptcp4j.diag;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.linux.IpAddress;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.Steered;
import mptcp4j.pm.Steered.Connected;
import mptcp4j.route.Prefix;
import mptcp4j.route.Rtnetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which request finds which socket is up to the kernel, so it is asked; {@code ss} is the witness. */
@Timeout(60)
class SubflowLookupKernelIT {
    private static final int LO = 1;

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
    void eachIsFoundWhateverItsSocketIsFor() throws IOException {
        Sockets.requireIpv6();
        sockets.addEndpoint("127.0.0.2", EndpointFlag.SUBFLOW);
        ServerSocketChannel dual = sockets.listen(INET6);
        sockets.talk(INET6, "::1", dual);
        sockets.talk(INET6, "127.0.0.1", dual);
        sockets.talk(INET, "127.0.0.1", dual);
        sockets.talk(INET, "127.0.0.1", sockets.listen(INET));
        assertEachIsFound(2 + 3 * 2 * 2);
    }

    @Test
    void oneBoundToALinkIsFoundByWhoDoesNotKnow() throws IOException {
        try (PathManager pathManager = sockets.netns.call(PathManager::open)) {
            pathManager.add(Endpoint.of(InetAddress.getByName("127.0.0.2"), EndpointFlag.SUBFLOW)
                    .withInterface(LO));
        }
        sockets.talk(INET, "127.0.0.1", sockets.listen(INET));
        List<Subflow> all = assertEachIsFound(4);
        assertEquals(
                List.of("127.0.0.2"),
                all.stream()
                        .filter(its -> its.interfaceIndex() == LO)
                        .map(its -> IpAddress.text(its.local().getAddress()))
                        .toList());
        for (Subflow its : all) {
            for (int link : new int[] {LO, LO + 1}) {
                assertEquals(Optional.of(its), connections.subflow(its.local(), its.remote(), link, Detail.SUBFLOWS));
            }
        }
    }

    /** Its socket is bound to the link, whether the caller says which one or not. */
    @Test
    void linkLocalOneIsFoundWithAndWithoutItsLink() throws IOException {
        Sockets.requireIpv6();
        Requires.program("ip");
        InetAddress address = InetAddress.getByName("fe80::77");
        try (Rtnetlink rtnetlink = sockets.netns.call(() -> Rtnetlink.open())) {
            rtnetlink.putAddress(LO, new Prefix(address, 64));
        }
        List<String> local = List.of("ip", "-6", "route", "show", "table", "local");
        Sockets.await("the address may be used", () -> sockets.run(local).contains("fe80::77 "));
        sockets.talk(INET6, "fe80::77%" + LO, sockets.listen(INET6));
        for (Subflow its : assertEachIsFound(2)) {
            assertEquals(LO, its.interfaceIndex());
            assertEquals(
                    Optional.of(its),
                    connections.subflow(IpAddress.plain(its.local()), IpAddress.plain(its.remote()), Detail.SUBFLOWS));
        }
    }

    @Test
    void portsTellSubflowsOfOneConnectionApart() throws IOException {
        try (Steered steered = Steered.in(sockets.netns);
                PathManager pathManager = sockets.netns.call(PathManager::open)) {
            Connected connected = steered.connect();
            for (int i = 0; i < 2; i++) {
                pathManager
                        .connection(connected.token())
                        .createSubflow(LocalAddress.of(7, Steered.SECOND), connected.remote(Steered.FIRST));
            }
            List<Subflow> all = assertEachIsFound(3 * 2);
            assertEquals(6, all.stream().map(Subflow::cookie).distinct().count());
        }
    }

    /** The kernel would answer with the listener, or with what waits for late packets. */
    @Test
    void whatIsNoSubflowIsNotFound() throws IOException {
        ServerSocketChannel listener = sockets.listen(INET);
        SocketChannel client = sockets.talk(INET, "127.0.0.1", listener);
        InetSocketAddress server = (InetSocketAddress) client.getRemoteAddress();
        InetSocketAddress local = (InetSocketAddress) client.getLocalAddress();
        assertNotEquals(Optional.empty(), connections.subflow(server, local));
        var nobody = new InetSocketAddress(Steered.THIRD, 9);
        assertEquals(Optional.empty(), connections.subflow(server, nobody));
        assertEquals(Optional.empty(), connections.subflow(nobody, server));
        ServerSocketChannel plain = sockets.listenTcp();
        SocketChannel fallen = sockets.connect(INET, "127.0.0.1", plain);
        assertEquals(
                Optional.empty(),
                connections.subflow(
                        (InetSocketAddress) fallen.getRemoteAddress(), (InetSocketAddress) fallen.getLocalAddress()),
                "plain TCP");
        sockets.closeChannels();
        Sockets.await(
                "the witness sees it wait",
                () -> sockets.ss("-tanH", "state", "time-wait").contains(":" + local.getPort()));
        assertEquals(Optional.empty(), connections.subflow(local, server));
    }

    /** Returns all subflows. */
    private List<Subflow> assertEachIsFound(int count) throws IOException {
        List<Subflow> all = Sockets.awaitSubflows(connections, count);
        List<Subflow> found = new ArrayList<>();
        List<Subflow> measured = new ArrayList<>();
        for (Subflow its : all) {
            found.add(connections
                    .subflow(its.local(), its.remote(), Detail.SUBFLOWS)
                    .orElseThrow());
            measured.add(connections.subflow(its.local(), its.remote()).orElseThrow());
        }
        assertEquals(all, found);
        assertEquals(Ss.subflows(sockets.ss("-tineOH", "state", "connected")), Ss.lines(measured));
        return all;
    }
}
