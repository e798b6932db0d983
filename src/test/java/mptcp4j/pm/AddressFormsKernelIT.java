package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.diag.Listener;
import mptcp4j.diag.Subflow;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.ListenerClosed;
import mptcp4j.pm.PathManagerEvent.ListenerCreated;
import mptcp4j.route.Address;
import mptcp4j.route.Rtnetlink;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One address of IPv4, as events, sock_diag and rtnetlink tell it of the sockets that the JDK makes: for IPv6, and IPv4 too. */
class AddressFormsKernelIT extends SteeredInNetns {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private PathManagerEvents events;
    private Connections connections;

    @BeforeEach
    void subscribe() throws IOException {
        events = netns.call(() -> PathManagerEvents.open());
        connections = netns.call(Connections::open);
    }

    @AfterEach
    void unsubscribe() {
        if (events != null) {
            events.close();
        }
        if (connections != null) {
            connections.close();
        }
    }

    @Test
    void eventsSockDiagAndRtnetlinkAreJoinedByAddress() throws IOException {
        InetSocketAddress local;
        try (ServerSocketChannel listener = netns.call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE));
                SocketChannel client = netns.call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE))) {
            local = (InetSocketAddress)
                    listener.bind(new InetSocketAddress(FIRST, 0)).getLocalAddress();
            client.connect(local);
            joinsListener(local);
            joinsConnection(client, MptcpConnection.of(client).token());
        }
        assertEquals(local, next(ListenerClosed.class).unmappedLocal());
    }

    private void joinsListener(InetSocketAddress local) throws IOException {
        ListenerCreated created = next(ListenerCreated.class);
        assertNotEquals(local, created.local());
        assertEquals(local, created.unmappedLocal());
        assertEquals(
                List.of(local),
                connections.listeners().stream().map(Listener::local).toList());
    }

    private void joinsConnection(SocketChannel client, long token) throws IOException {
        ConnectionCreated created = next(ConnectionCreated.class);
        while (created.token() != token) {
            created = next(ConnectionCreated.class);
        }
        SubflowTuple tuple = created.tuple().unmapped();
        assertNotEquals(client.getLocalAddress(), created.tuple().local());
        assertEquals(
                List.of(client.getLocalAddress(), client.getRemoteAddress()), List.of(tuple.local(), tuple.remote()));
        Connection connection = connections.find(token, Detail.SUBFLOWS).orElseThrow();
        assertEquals(List.of(tuple.local(), tuple.remote()), List.of(connection.local(), connection.remote()));
        Subflow subflow = connection.subflows().orElseThrow().get(0);
        assertEquals(List.of(tuple.local(), tuple.remote()), List.of(subflow.local(), subflow.remote()));
        try (Rtnetlink rtnetlink = netns.call(() -> Rtnetlink.open())) {
            Set<Object> owners = rtnetlink.addresses().stream()
                    .filter(address -> address.address().equals(tuple.local().getAddress()))
                    .map(Address::link)
                    .collect(Collectors.toSet());
            assertEquals(Set.of(1), owners, "the link of the address");
        }
    }

    private <T extends PathManagerEvent> T next(Class<T> kind) throws IOException {
        while (true) {
            PathManagerEvent event = events.next(PATIENCE).orElseThrow(() -> new AssertionError("no " + kind));
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
    }
}
