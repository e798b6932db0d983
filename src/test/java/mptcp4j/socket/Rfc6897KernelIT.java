package mptcp4j.socket;

import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_ADD;
import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_CONNID;
import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_ENABLE;
import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_REMOVE;
import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_SUBFLOWS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.Counters;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class Rfc6897KernelIT {
    private SteeredLab lab;
    private Pair pair;
    private MptcpConnection client;
    private MptcpConnection server;

    @BeforeEach
    void connect() throws IOException {
        lab = SteeredLab.create();
        reconnect();
    }

    private void reconnect() throws IOException {
        pair = lab.connect();
        client = MptcpConnection.of(pair.client());
        server = MptcpConnection.of(pair.server());
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

    private void add(InetSocketAddress... addresses) throws IOException {
        lab.run(() -> TCP_MULTIPATH_ADD.set(client, List.of(addresses)));
    }

    private void remove(InetSocketAddress... addresses) throws IOException {
        lab.run(() -> TCP_MULTIPATH_REMOVE.set(client, List.of(addresses)));
    }

    private static InetSocketAddress any(InetAddress address) {
        return new InetSocketAddress(address, 0);
    }

    private static Set<InetAddress> sources(MptcpConnection connection) throws IOException {
        return TCP_MULTIPATH_SUBFLOWS.get(connection).stream()
                .map(pair -> pair.local().getAddress())
                .collect(Collectors.toSet());
    }

    private long removalsHeardByServer() throws IOException {
        return lab.server().call(() -> Counters.read().get("RmAddr").orElseThrow());
    }

    @Test
    void turnsMptcpOnBeforeTheConnectionAndTellsAfterwards() throws IOException {
        try (SocketChannel channel = lab.call(() -> SocketChannel.open())) {
            lab.run(() -> TCP_MULTIPATH_ENABLE.set(channel, true));
            assertThrows(NotYetConnectedException.class, () -> TCP_MULTIPATH_ENABLE.get(channel));
            channel.connect(new InetSocketAddress(lab.server().address(0), SteeredLab.PORT));
            assertTrue(TCP_MULTIPATH_ENABLE.get(channel));
            assertThrows(IllegalStateException.class, () -> TCP_MULTIPATH_ENABLE.set(channel, true));
            assertThrows(IllegalStateException.class, () -> TCP_MULTIPATH_ENABLE.set(channel, false));
        }
        try (SocketChannel channel = lab.call(() -> SocketChannel.open())) {
            lab.run(() -> TCP_MULTIPATH_ENABLE.set(channel, false));
            channel.connect(new InetSocketAddress(lab.server().address(0), SteeredLab.PORT));
            assertFalse(TCP_MULTIPATH_ENABLE.get(channel));
        }
    }

    @Test
    void doesSoForEachKindOfSocketAndDoesNotTurnItOffAgain() throws IOException {
        try (Socket socket = new Socket();
                ServerSocket listener = new ServerSocket();
                AsynchronousSocketChannel asynchronous = AsynchronousSocketChannel.open();
                ServerSocketChannel channel = ServerSocketChannel.open();
                AsynchronousServerSocketChannel acceptor = AsynchronousServerSocketChannel.open()) {
            assertStaysOn(on -> TCP_MULTIPATH_ENABLE.set(socket, on));
            assertStaysOn(on -> TCP_MULTIPATH_ENABLE.set(listener, on));
            assertStaysOn(on -> TCP_MULTIPATH_ENABLE.set(asynchronous, on));
            assertStaysOn(on -> TCP_MULTIPATH_ENABLE.set(channel, on));
            assertStaysOn(on -> TCP_MULTIPATH_ENABLE.set(acceptor, on));
        }
    }

    private static void assertStaysOn(Setter setter) throws IOException {
        setter.set(false);
        setter.set(true);
        setter.set(true);
        assertRefused(Errno.EOPNOTSUPP, () -> setter.set(false));
    }

    private interface Setter {
        void set(boolean on) throws IOException;
    }

    @Test
    void addsTheAddressesOfAClientAsSubflowsOnce() throws IOException {
        InetAddress second = lab.client().address(1);
        add(any(second));
        assertEquals(Set.of(lab.client().address(0), second), sources(client));
        add(any(second), any(lab.client().address(0)));
        assertEquals(2, client.subflows().size(), "both are in use already");
        add(new InetSocketAddress(second, 64003));
        assertEquals(
                new InetSocketAddress(second, 64003),
                TCP_MULTIPATH_SUBFLOWS.get(client).get(2).local(),
                "a port that is given is used");
        assertEquals(client.info().token(), TCP_MULTIPATH_CONNID.get(client));
    }

    @Test
    void addsTheOthersWhereOneFails() throws IOException {
        var notOurs = any(InetAddress.getByName("192.0.2.7"));
        var neither = any(InetAddress.getByName("192.0.2.8"));
        LinuxException refusal = assertRefused(
                Errno.EADDRNOTAVAIL, () -> add(notOurs, any(lab.client().address(1)), neither));
        assertEquals(1, refusal.getSuppressed().length);
        assertEquals(Set.of(lab.client().address(0), lab.client().address(1)), sources(client));
    }

    @Test
    void removesAnAddressWithItsSubflowsAndTellsThePeer() throws Exception {
        InetAddress second = lab.client().address(1);
        add(new InetSocketAddress(second, 64003), new InetSocketAddress(second, 64004));
        lab.awaitAtServer(pair, 3);
        remove(any(second));
        Loopback.await(
                "only the first is left",
                () -> sources(client).equals(Set.of(lab.client().address(0))));
        Loopback.await("the peer is told", () -> removalsHeardByServer() > 0);
        lab.awaitAtServer(pair, 1);
        pair.echo(100_000);
    }

    @Test
    void removesTheAddressThatTheConnectionBeganWith() throws Exception {
        add(any(lab.client().address(1)));
        lab.awaitAtServer(pair, 2);
        remove(any(lab.client().address(0)));
        Loopback.await(
                "only the second is left",
                () -> sources(client).equals(Set.of(lab.client().address(1))));
        Loopback.await("the peer is told", () -> removalsHeardByServer() > 0);
        pair.echo(100_000);
        assertTrue(TCP_MULTIPATH_ENABLE.get(client));
    }

    /** The first try to use the other address was refused, as nobody listens on port 9. */
    @Test
    void opensAnAlternativeBeforeItRemovesTheLastSubflow() throws Exception {
        InetAddress second = lab.client().address(1);
        var nobody = new InetSocketAddress(lab.server().address(0), 9);
        assertRefused(
                Errno.ECONNREFUSED,
                () -> lab.call(() -> client.openSubflow(SubflowSpec.from(second).to(nobody))));
        remove(any(lab.client().address(0)));
        Loopback.await("the other has taken over", () -> sources(client).equals(Set.of(second)));
        pair.echo(100_000);
    }

    @Test
    void saysWhyThereIsNoAlternativeOnceItHasRemovedTheLastSubflow() throws Exception {
        InetAddress second = lab.client().address(1);
        try (PathManager limits = lab.server().call(() -> PathManager.open())) {
            limits.setSubflowLimit(0);
        }
        assertRefused(Errno.ECONNRESET, () -> add(any(second)));
        assertRefused(Errno.ECONNRESET, () -> remove(any(lab.client().address(0))));
        Loopback.await("no subflow is left", () -> client.subflows().isEmpty());
    }

    @Test
    void removesWhatWasAddedWithAPortAlone() throws Exception {
        InetAddress second = lab.client().address(1);
        add(new InetSocketAddress(second, 64003), new InetSocketAddress(second, 64004));
        lab.awaitAtServer(pair, 3);
        remove(new InetSocketAddress(second, 64003));
        Loopback.await("it is gone", () -> client.subflows().size() == 2);
        assertEquals(
                new InetSocketAddress(second, 64004),
                TCP_MULTIPATH_SUBFLOWS.get(client).get(1).local());
        lab.awaitAtServer(pair, 2);
    }

    /** The kernel forgets an address with the first of its subflows that is closed, and then says that it is not found. */
    @Test
    void removesAnAddressThatTheKernelHasForgotten() throws Exception {
        InetAddress second = lab.client().address(1);
        for (int i = 0; i < 2; i++) {
            lab.call(() -> client.openSubflow(SubflowSpec.from(second)));
        }
        lab.awaitAtServer(pair, 3);
        lab.run(() -> client.closeSubflow(2));
        assertEquals(List.of(), lab.call(() -> client.localAddresses()), "the kernel has forgotten it");
        assertRefused(Errno.EINVAL, () -> lab.run(() -> client.withdraw(1)));
        remove(any(second));
        Loopback.await(
                "only the first is left",
                () -> sources(client).equals(Set.of(lab.client().address(0))));
        lab.awaitAtServer(pair, 1);
        pair.echo(1000);
    }

    @Test
    void removesAndDoesNotAddWhereTheKernelsPathManagerHasTheConnection() throws Exception {
        pair.close();
        lab.client().sysctl("net.mptcp.pm_type", "0");
        reconnect();
        lab.awaitAtServer(pair, 2);
        Subflow second = client.subflows().get(1);
        LinuxException refusal = assertRefused(
                Errno.EINVAL, () -> add(new InetSocketAddress(second.local().getAddress(), 64003)));
        assertTrue(refusal.getMessage().contains("Set net.mptcp.pm_type to 1"), refusal::getMessage);
        remove(any(second.local().getAddress()));
        Loopback.await(
                "it is gone at both ends",
                () -> client.subflows().stream().noneMatch(one -> one.id() == second.id())
                        && server.subflows().stream().noneMatch(one -> one.connects(second.remote(), second.local())));
        pair.echo(1000);
    }

    @Test
    void announcesTheAddressesOfAServerForTheClientToUse() throws Exception {
        pair.close();
        lab.server().sysctl("net.mptcp.pm_type", "1");
        try (PathManagerEvents heardByServer = lab.server().call(() -> PathManagerEvents.open());
                PathManagerEvents heard = lab.call(() -> PathManagerEvents.open())) {
            reconnect();
            InetSocketAddress second = any(lab.server().address(1));
            lab.server().run(() -> TCP_MULTIPATH_ADD.set(server, List.of(second)));
            var remote = awaitAnnouncement(heard);
            assertEquals(second.getAddress(), remote.getAddress());
            lab.call(() -> client.openSubflow(SubflowSpec.any().to(remote.getAddress())));
            lab.awaitAtServer(pair, 2);
            assertEquals(Set.of(lab.server().address(0), second.getAddress()), sources(server));
            lab.server().run(() -> TCP_MULTIPATH_REMOVE.set(server, List.of(second)));
            Loopback.await(
                    "it is gone at both ends",
                    () -> client.subflows().size() == 1 && server.subflows().size() == 1);
            assertTrue(heardByServer.next(Duration.ZERO).isPresent());
        }
    }

    private static InetSocketAddress awaitAnnouncement(PathManagerEvents events) throws IOException {
        while (true) {
            var event = events.next(Duration.ofSeconds(20)).orElseThrow();
            if (event instanceof AddressAnnounced announced) {
                return announced.unmappedRemote();
            }
        }
    }

    @Test
    void findsNothingInAConnectionOfPlainTcp() throws IOException {
        close();
        lab = SteeredLab.withPlainServer();
        pair = lab.connect();
        client = MptcpConnection.of(pair.client());
        assertFalse(TCP_MULTIPATH_ENABLE.get(client));
        assertRefused(Errno.EOPNOTSUPP, () -> TCP_MULTIPATH_SUBFLOWS.get(client));
        assertRefused(Errno.EOPNOTSUPP, () -> TCP_MULTIPATH_CONNID.get(client));
        assertRefused(Errno.EOPNOTSUPP, () -> add(any(lab.client().address(1))));
        assertRefused(Errno.EOPNOTSUPP, () -> remove(any(lab.client().address(0))));
        pair.echo(1000);
    }

    private static LinuxException assertRefused(Errno errno, Executable call) {
        LinuxException refusal = assertThrows(LinuxException.class, call);
        assertEquals(errno, refusal.errno(), refusal::getMessage);
        return refusal;
    }
}
