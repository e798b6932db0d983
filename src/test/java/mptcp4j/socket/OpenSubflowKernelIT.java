package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where subflows can go from and to, and that they are at both ends what they are said to be. */
@Timeout(30)
class OpenSubflowKernelIT extends SteeredConnection {
    private InetAddress first() {
        return lab.client().address(0);
    }

    private InetAddress second() {
        return lab.client().address(1);
    }

    @Test
    void goesFromAConnectionOfBeforeMptcpWasDisabled() throws IOException {
        lab.client().sysctl("net.mptcp.enabled", "0");
        Subflow opened = connected.open(SubflowSpec.from(second()));
        assertEquals(second(), opened.local().getAddress());
    }

    @Test
    void goesWhereThePeerIsKnownToHaveAnAddressOfThatVersion() throws IOException {
        Loopback.require(StandardProtocolFamily.INET6);
        InetAddress peers = lab.server().address6(0);
        connected.open(SubflowSpec.from(lab.client().address6(0)).to(peers));
        Subflow another = connected.open(SubflowSpec.from(lab.client().address6(0)));
        assertEquals(peers, another.remote().getAddress());
    }

    @Test
    void goesFromAnAddressOfTheInterfaceOnly() {
        SubflowSpec spec = SubflowSpec.fromInterface(lab.client().linkName(1)).withLocal(first(), 0);
        LinuxException refusal = assertThrows(LinuxException.class, () -> connected.open(spec));
        assertEquals(List.of("open subflow", Errno.EADDRNOTAVAIL), List.of(refusal.operation(), refusal.errno()));
    }

    @Test
    void goesFromAnotherAddressAnotherPortAndOverIpv6() throws IOException {
        Loopback.require(StandardProtocolFamily.INET6);
        Requires.program("ss");
        InetSocketAddress initial =
                (InetSocketAddress) connected.pair().client().getLocalAddress();
        int port = initial.getPort() ^ 1;
        var other = new InetSocketAddress(lab.server().address6(1), SteeredHosts.PORT);
        List<Subflow> opened = List.of(
                connected.open(SubflowSpec.from(second())),
                connected.open(SubflowSpec.from(new InetSocketAddress(first(), port))),
                connected.open(SubflowSpec.from(lab.client().address6(1))
                        .to(lab.server().address6(1))));
        List<Subflow> all = connected.client().subflows();
        assertEquals(List.of(1L, 2L, 3L, 4L), all.stream().map(Subflow::id).toList());
        assertEquals(addresses(opened), addresses(all.subList(1, 4)));
        var there = new InetSocketAddress(lab.server().address(0), SteeredHosts.PORT);
        assertEquals(
                List.of(
                        List.of(initial, there),
                        List.of(
                                new InetSocketAddress(
                                        second(), all.get(1).local().getPort()),
                                there),
                        List.of(new InetSocketAddress(first(), port), there),
                        List.of(
                                new InetSocketAddress(
                                        lab.client().address6(1),
                                        all.get(3).local().getPort()),
                                other)),
                addresses(all));
        assertEquals(
                sorted(addresses(all)),
                sorted(connected.server().subflows().stream()
                        .map(its -> List.of(its.remote(), its.local()))
                        .toList()),
                "the peer sees the same from its side");
        assertSeenBySs(all);
        connected.pair().echo(100_000);
    }

    private void assertSeenBySs(List<Subflow> all) throws IOException {
        List<Witness> here = Witness.of(lab.client());
        List<Witness> there = Witness.of(lab.server());
        assertEquals(
                sorted(addresses(all)),
                sorted(here.stream()
                        .map(its -> List.of(its.local(), its.remote()))
                        .toList()));
        assertEquals(
                sorted(addresses(all)),
                sorted(there.stream()
                        .map(its -> List.of(its.remote(), its.local()))
                        .toList()));
        Set<Integer> ids = Set.of(0, 1, 2, 3);
        assertEquals(ids, here.stream().map(Witness::localId).collect(Collectors.toSet()));
        assertEquals(ids, there.stream().map(Witness::remoteId).collect(Collectors.toSet()));
    }

    private static List<List<InetSocketAddress>> addresses(List<Subflow> subflows) {
        return subflows.stream().map(its -> List.of(its.local(), its.remote())).toList();
    }

    private static List<List<InetSocketAddress>> sorted(List<List<InetSocketAddress>> addresses) {
        return addresses.stream().sorted(Comparator.comparing(Object::toString)).toList();
    }

    @Test
    void returnsOnceThePeerHasIt() throws IOException {
        for (int i = 0; i < 50; i++) {
            Subflow opened = connected.open(SubflowSpec.from(second()));
            Subflow peers = connected.server().subflows().stream()
                    .filter(its -> its.connects(opened.remote(), opened.local()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(List.of(TcpState.ESTABLISHED, TcpState.ESTABLISHED), List.of(opened.state(), peers.state()));
            assertTrue(lab.server().call(peers::isFullyEstablished));
            connected.close(opened.id());
        }
    }

    @Test
    void isBoundToTheInterfaceThatIsNamed() throws IOException {
        Loopback.require(StandardProtocolFamily.INET6);
        Requires.program("ss");
        String link = lab.client().linkName(1);
        Subflow four = connected.open(SubflowSpec.fromInterface(link));
        Subflow six = connected.open(
                SubflowSpec.fromInterface(link).to(lab.server().address6(0)).backup());
        assertEquals(
                List.of(second(), lab.client().address6(1)),
                List.of(four.local().getAddress(), six.local().getAddress()));
        Set<String> seen = new HashSet<>();
        for (Witness its : Witness.of(lab.client())) {
            seen.add(its.local().getAddress().getHostAddress() + " " + its.link());
        }
        assertEquals(
                Set.of(
                        first().getHostAddress() + " ",
                        second().getHostAddress() + " " + link,
                        lab.client().address6(1).getHostAddress() + " " + link),
                seen);
        assertEquals(
                connected.details(four).interfaceIndex(), connected.details(six).interfaceIndex());
    }

    @Test
    void isABackupAtBothEnds() throws IOException {
        Subflow opened = connected.open(SubflowSpec.from(second()).backup());
        Subflow peers = connected.server().subflows().get(1);
        assertEquals(
                List.of(true, false, false, true),
                List.of(
                        lab.client().call(opened::isBackup),
                        lab.client().call(opened::isBackupOfPeer),
                        lab.server().call(peers::isBackup),
                        lab.server().call(peers::isBackupOfPeer)));
    }

    @Test
    void goesOverIpv4FromAConnectionThatBeganOverIpv6() throws IOException {
        Loopback.require(StandardProtocolFamily.INET6);
        connected = lab.connect(lab.server().address6(0));
        connected.pair().echo(10);
        Subflow opened =
                connected.open(SubflowSpec.from(second()).to(lab.server().address(1)));
        assertEquals(
                List.of(second(), lab.server().address(1)),
                List.of(opened.local().getAddress(), opened.remote().getAddress()));
    }

    @Test
    void goesFromASocketForIpv4Alone() throws IOException {
        connected = lab.connectIpv4();
        assertEquals(
                second(), connected.open(SubflowSpec.from(second())).local().getAddress());
        assertEquals(first(), connected.open(SubflowSpec.any()).local().getAddress());
        connected.close(2);
        assertEquals(2, connected.client().subflows().size());
    }

    /** On another port than the connection's, the kernel takes a join to an address and port that were announced. */
    @Test
    void goesFromTheAcceptedSideToWhereTheClientListens() throws IOException {
        var there = new InetSocketAddress(second(), 9090);
        lab.listen(lab.client(), there);
        lab.client().run(() -> connected.client().announce(there));
        InetAddress from = lab.server().address(1);
        Subflow opened = lab.server()
                .call(() -> connected
                        .server()
                        .openSubflow(
                                SubflowSpec.from(from).to(there.getAddress()).withRemotePort(there.getPort())));
        assertEquals(from, opened.local().getAddress());
        assertEquals(
                List.of(opened.remote(), opened.local()),
                addresses(connected.client().subflows()).get(1));
    }

    @Test
    void waitsUntilTheConnectionCanBeJoined() throws Exception {
        connected = lab.connect(lab.server().address(0));
        LinuxException tooEarly = assertThrows(
                LinuxException.class, () -> connected.open(SubflowSpec.from(second()), Duration.ofMillis(50)));
        assertEquals(Errno.ENOTCONN, tooEarly.errno());
        CompletableFuture<Subflow> opening =
                lab.client().call(() -> connected.client().openSubflowAsync(SubflowSpec.from(second())));
        connected.pair().echo(10);
        assertEquals(second(), opening.get().local().getAddress());
    }

    @Test
    void givesEachOfManyItsOwnAlsoThroughOtherObjects() throws Exception {
        MptcpConnection again = MptcpConnection.of(connected.pair().client());
        List<CompletableFuture<Subflow>> futures = new ArrayList<>();
        lab.client().run(() -> {
            for (int i = 0; i < 8; i++) {
                futures.add(connected.client().openSubflowAsync(SubflowSpec.from(second())));
                futures.add(again.openSubflowAsync(SubflowSpec.from(second())));
            }
        });
        List<Subflow> opened = new ArrayList<>();
        for (CompletableFuture<Subflow> future : futures) {
            opened.add(future.get());
        }
        assertEquals(
                Stream.iterate(2L, id -> id + 1).limit(16).toList(),
                opened.stream().map(Subflow::id).sorted().toList());
        assertEquals(17, connected.server().subflows().size());
    }

    @Test
    void isNotEndedByAnInterrupt() throws IOException {
        boolean interrupted = lab.client().call(() -> {
            Thread.currentThread().interrupt();
            connected
                    .client()
                    .openSubflow(SubflowSpec.fromInterface(lab.client().linkName(1)), Duration.ofSeconds(5));
            return Thread.interrupted();
        });
        assertTrue(interrupted);
        assertEquals(2, connected.client().subflows().size());
    }
}
