package mptcp4j.socket;

import static java.util.stream.Collectors.toSet;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_CLOSE_SUB_ID;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_GET_SUB_IDS;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_GET_SUB_TUPLE;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_OPEN_SUB_TUPLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.socket.EnhancedSocketOptions.SubStatus;
import mptcp4j.socket.EnhancedSocketOptions.SubTuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What the tests, examples and clients of the enhanced socket API did with its options.
 *
 * <table>
 * <caption>Their scenarios</caption>
 * <tr><td>open from A1, A2 and IPv6, with ports of one's own<td>{@link #opensFromAddressesAndPortsOfBothIpVersions}
 * <tr><td>list all, the tuple of each, the priority that was asked for<td>{@link #listsEachWithItsTupleAndPriority}
 * <tr><td>an id that there is not<td>{@link #refusesAnIdThatNoSubflowHas}
 * <tr><td>close two, the first one, too<td>{@link #closesTheFirstAndAnotherAndTheStreamGoesOn}
 * <tr><td>duplicate: the same tuple from another port<td>{@link #duplicatesATupleFromAnotherPort}
 * <tr><td>source 0.0.0.0:0, remote port 0<td>{@link #fillsInWhatIsWild}
 * <tr><td>an address that is nobody's<td>{@link #tellsWhyItCannotOpen}
 * <tr><td>a port below 1024 without the right to it<td>{@link SubflowRefusalKernelIT#withoutTheRightToLowPorts}
 * <tr><td>a peer with plain TCP<td>{@link #saysNotMultipathAndTheStreamGoesOnWhereThePeerHasPlainTcp}
 * <tr><td>transfers, refreshes, interface names<td>{@link PaperScenariosKernelIT}
 * </table>
 */
class EnhancedSocketOptionsKernelIT {
    private SteeredLab lab;
    private Pair pair;
    private MptcpConnection client;

    @BeforeEach
    void connect() throws IOException {
        lab = SteeredLab.create();
        pair = lab.connect(
                new InetSocketAddress(lab.client().address(0), 64001),
                lab.server().address(0));
        client = MptcpConnection.of(pair.client());
    }

    @AfterEach
    void close() throws IOException {
        if (pair != null) {
            pair.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    private long open(InetAddress address, int port, InetAddress remote) throws IOException {
        return open(new SubTuple(new InetSocketAddress(address, port), remote(remote)));
    }

    private long open(SubTuple tuple) throws IOException {
        return lab.call(() -> MPTCP_OPEN_SUB_TUPLE.open(client, tuple));
    }

    private static InetSocketAddress remote(InetAddress address) {
        return new InetSocketAddress(address, SteeredLab.PORT);
    }

    private List<Long> ids() throws IOException {
        return lab.call(() -> MPTCP_GET_SUB_IDS.get(client)).stream()
                .map(SubStatus::id)
                .toList();
    }

    private SubTuple tuple(long id) throws IOException {
        return MPTCP_GET_SUB_TUPLE.get(client, id);
    }

    @Test
    void opensFromAddressesAndPortsOfBothIpVersions() throws Exception {
        Loopback.require(StandardProtocolFamily.INET6);
        var host = lab.client();
        var server = lab.server();
        List<Long> opened = List.of(
                open(host.address(0), 64002, server.address(0)),
                open(host.address(1), 64003, server.address(0)),
                open(host.address6(0), 64004, server.address6(0)));
        assertEquals(List.of(2L, 3L, 4L), opened);
        Set<SubTuple> expected = Set.of(
                new SubTuple(new InetSocketAddress(host.address(0), 64001), remote(server.address(0))),
                new SubTuple(new InetSocketAddress(host.address(0), 64002), remote(server.address(0))),
                new SubTuple(new InetSocketAddress(host.address(1), 64003), remote(server.address(0))),
                new SubTuple(new InetSocketAddress(host.address6(0), 64004), remote(server.address6(0))));
        assertEquals(expected, Set.copyOf(Rfc6897.TCP_MULTIPATH_SUBFLOWS.get(client)));
        lab.awaitAtServer(pair, 4);
        assertEquals(ends(expected), endsAtServer(), "seen from the server");
        pair.echo(100_000);
    }

    private static Set<List<InetSocketAddress>> ends(Set<SubTuple> tuples) {
        return tuples.stream().map(one -> List.of(one.local(), one.remote())).collect(toSet());
    }

    private Set<List<InetSocketAddress>> endsAtServer() throws IOException {
        return Rfc6897.TCP_MULTIPATH_SUBFLOWS.get(MptcpConnection.of(pair.server())).stream()
                .map(one -> List.of(one.remote(), one.local()))
                .collect(toSet());
    }

    @Test
    void listsEachWithItsTupleAndPriority() throws IOException {
        open(lab.client().address(1), 64003, lab.server().address(0));
        var costly = new SubTuple(
                new InetSocketAddress(lab.client().address(1), 0),
                remote(lab.server().address(1)));
        lab.call(() -> MPTCP_OPEN_SUB_TUPLE.open(client, costly, true));
        assertEquals(
                List.of(
                        new SubStatus(1, false, true, false, false),
                        new SubStatus(2, true, true, false, false),
                        new SubStatus(3, true, true, false, true)),
                lab.call(() -> MPTCP_GET_SUB_IDS.get(client)));
        assertEquals(pair.client().getLocalAddress(), tuple(1).local());
        assertEquals(new InetSocketAddress(lab.client().address(1), 64003), tuple(2).local());
        assertEquals(costly.remote(), tuple(3).remote());
    }

    @Test
    void refusesAnIdThatNoSubflowHas() throws IOException {
        assertRefused(Errno.EINVAL, () -> tuple(100));
        assertRefused(Errno.EINVAL, () -> lab.run(() -> MPTCP_CLOSE_SUB_ID.close(client, 100)));
        assertEquals(List.of(1L), ids());
        pair.client().close();
        assertThrows(ClosedChannelException.class, () -> tuple(1));
    }

    @Test
    void closesTheFirstAndAnotherAndTheStreamGoesOn() throws Exception {
        open(lab.client().address(0), 64002, lab.server().address(0));
        open(lab.client().address(1), 64003, lab.server().address(0));
        lab.awaitAtServer(pair, 3);
        pair.echo(100_000);
        for (long id : List.of(1L, 2L)) {
            lab.run(() -> MPTCP_CLOSE_SUB_ID.close(client, id));
        }
        Loopback.await("both are gone", () -> ids().equals(List.of(3L)));
        assertRefused(Errno.EINVAL, () -> tuple(1));
        pair.echo(100_000);
        lab.awaitAtServer(pair, 1);
        assertEquals(4, open(lab.client().address(0), 0, lab.server().address(0)), "no id is used again");
    }

    @Test
    void duplicatesATupleFromAnotherPort() throws IOException {
        SubTuple first = tuple(1);
        var other = new InetSocketAddress(first.local().getAddress(), 64010);
        long id = open(new SubTuple(other, first.remote()));
        assertEquals(new SubTuple(other, first.remote()), tuple(id));
    }

    @Test
    void fillsInWhatIsWild() throws IOException {
        var wild = new InetSocketAddress(0);
        long id = open(new SubTuple(wild, new InetSocketAddress(lab.server().address(1), 0)));
        assertEquals(lab.client().address(1), tuple(id).local().getAddress(), "chosen by the routes");
        assertEquals(remote(lab.server().address(1)), tuple(id).remote());
    }

    @Test
    void fillsInWhatIsWildOfIpv6() throws IOException {
        Loopback.require(StandardProtocolFamily.INET6);
        var wild = new InetSocketAddress(0);
        long next = open(new SubTuple(wild, new InetSocketAddress(lab.server().address6(0), 0)));
        assertEquals(lab.client().address6(0), tuple(next).local().getAddress());
    }

    @Test
    void tellsWhyItCannotOpen() throws IOException {
        var server = lab.server().address(0);
        assertRefused(Errno.EADDRNOTAVAIL, () -> open(InetAddress.getByName("192.0.2.7"), 0, server));
        assertRefused(Errno.EADDRINUSE, () -> open(lab.client().address(0), 64001, server));
        assertRefused(Errno.ECONNREFUSED, () -> open(tuple(1, 9)));
        var unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 80);
        assertThrows(IllegalArgumentException.class, () -> new SubTuple(new InetSocketAddress(0), unknown));
        assertEquals(List.of(1L), ids(), "nothing stays of those");
    }

    private SubTuple tuple(long id, int remotePort) throws IOException {
        SubTuple like = tuple(id);
        return new SubTuple(
                new InetSocketAddress(like.local().getAddress(), 0),
                new InetSocketAddress(like.remote().getAddress(), remotePort));
    }

    @Test
    void opensWithoutWaitingAsTheOriginalDid() throws Exception {
        var tuple = new SubTuple(
                new InetSocketAddress(lab.client().address(1), 0),
                remote(lab.server().address(0)));
        var opened = lab.call(() -> MPTCP_OPEN_SUB_TUPLE.openAsync(client, tuple, false));
        assertEquals(2, opened.get());
        var refused = lab.call(() -> MPTCP_OPEN_SUB_TUPLE.openAsync(client, tuple(1, 9), false));
        var reason = assertThrows(ExecutionException.class, refused::get);
        assertEquals(Errno.ECONNREFUSED, ((LinuxException) reason.getCause()).errno());
    }

    @Test
    void saysNotMultipathAndTheStreamGoesOnWhereThePeerHasPlainTcp() throws IOException {
        close();
        lab = SteeredLab.withPlainServer();
        pair = lab.connect();
        client = MptcpConnection.of(pair.client());
        var tuple = new SubTuple(new InetSocketAddress(0), remote(lab.server().address(0)));
        var all = new ArrayList<Executable>();
        all.add(() -> lab.call(() -> MPTCP_GET_SUB_IDS.get(client)));
        all.add(() -> tuple(1));
        all.add(() -> open(tuple));
        all.add(() -> lab.run(() -> MPTCP_CLOSE_SUB_ID.close(client, 1)));
        for (Executable one : all) {
            LinuxException refusal = assertRefused(Errno.EOPNOTSUPP, one);
            assertTrue(refusal.getMessage().contains("not multipath"), refusal::getMessage);
        }
        pair.echo(1000);
    }

    private static LinuxException assertRefused(Errno errno, Executable call) {
        LinuxException refusal = assertThrows(LinuxException.class, call);
        assertEquals(errno, refusal.errno(), refusal::getMessage);
        return refusal;
    }
}
