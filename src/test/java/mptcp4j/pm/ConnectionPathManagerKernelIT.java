package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.List;
import mptcp4j.pm.Steered.Connected;
import mptcp4j.socket.MptcpConnection;
import org.junit.jupiter.api.Test;

/** What the commands do to a connection, on the running kernel. */
class ConnectionPathManagerKernelIT extends SteeredInNetns {
    @Test
    void createsASubflowAndDestroysIt() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        assertEquals(List.of(), client.addresses());
        LocalAddress local = LocalAddress.of(7, SECOND);
        client.createSubflow(local, connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        assertEquals(List.of(local.with(SUBFLOW)), client.addresses());
        assertEquals(local.with(SUBFLOW), client.address(7));
        client.destroySubflow(connected.local(SECOND), new InetSocketAddress(FIRST, connected.port));
        Steered.await(List.of(FIRST), connected::sources);
        assertEquals(List.of(), client.addresses(), "the address goes with it");
        connected.echo();
    }

    /** What the kernel makes of the address of a subflow. */
    private static LocalAddress created(int id, InetAddress address) {
        return LocalAddress.of(id, address).with(SUBFLOW);
    }

    @Test
    void createsOneEachTimeAndFromAPort() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        client.createSubflow(LocalAddress.of(1, SECOND), connected.remote(FIRST));
        client.createSubflow(LocalAddress.of(1, SECOND), connected.remote(FIRST));
        client.createSubflow(LocalAddress.of(2, SECOND).withPort(5005), connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND, SECOND, SECOND), connected::sources);
        assertTrue(MptcpConnection.of(connected.client).subflows().stream()
                .anyMatch(subflow -> subflow.local().equals(new InetSocketAddress(SECOND, 5005))));
        assertEquals(List.of(created(1, SECOND), created(2, SECOND).withPort(5005)), client.addresses());
    }

    @Test
    void subflowIsBoundToALinkAndABackup() throws IOException {
        Connected connected = steered.connect();
        LocalAddress local = LocalAddress.of(3, SECOND).withInterface(1).with(BACKUP);
        client(connected).createSubflow(local, connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        assertEquals(List.of(local.with(SUBFLOW)), client(connected).addresses());
        String socket = run(List.of("ss", "-tnHi", "state", "established", "src", "127.0.0.2"));
        assertTrue(socket.contains("127.0.0.2%lo:"), socket);
        assertTrue(flags(socket).contains("b"), socket);
        assertTrue(isBackupToItsPeer());
    }

    @Test
    void backupIsSetAndTakenAway() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        client.createSubflow(LocalAddress.of(1, SECOND), connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        InetSocketAddress local = connected.local(SECOND);
        InetSocketAddress remote = new InetSocketAddress(FIRST, connected.port);
        client.setBackup(local, remote, true);
        Steered.await(true, this::isBackupToItsPeer);
        client.setBackup(local, remote, false);
        Steered.await(false, this::isBackupToItsPeer);
        client.setBackup(new InetSocketAddress(SECOND, 0), new InetSocketAddress(FIRST, 0), true);
        Steered.await(true, this::isBackupToItsPeer);
    }

    /** Whether the server's end of the subflow to 127.0.0.2 was asked to be a backup. */
    private boolean isBackupToItsPeer() throws IOException {
        return flags(run(List.of("ss", "-tnHi", "state", "established", "dst", "127.0.0.2")))
                .contains("B");
    }

    /** Returns the letters that {@code ss} has for a subflow: b is a backup of ours, B one of the peer's. */
    private static String flags(String socket) {
        return socket.replaceAll("(?s).*tcp-ulp-mptcp flags:(\\w+).*", "$1");
    }

    @Test
    void announcesAnAddressAndRemovesIt() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager server = server(connected);
        LocalAddress address = LocalAddress.of(9, THIRD).withPort(8080);
        server.announce(address);
        assertEquals(List.of(address.with(SIGNAL)), server.addresses());
        server.announce(address);
        assertEquals(address.with(SIGNAL), server.address(9), "again is no error");
        Steered.await("2", () -> counter("MPTcpExtAddAddr"));
        server.remove(9);
        assertEquals(List.of(), server.addresses());
        Steered.await("1", () -> counter("MPTcpExtRmAddr"));
    }

    private String counter(String name) throws IOException {
        return run(List.of("nstat", "-az", name)).replaceAll("(?s).*" + name + " +(\\d+).*", "$1");
    }

    @Test
    void removingClosesTheSubflowsAtBothEnds() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        client.createSubflow(LocalAddress.of(1, SECOND), connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        client.remove(1);
        Steered.await(List.of(FIRST), connected::sources);
        client.createSubflow(LocalAddress.of(2, SECOND), connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        client.remove(0);
        Steered.await(List.of(SECOND), connected::sources);
        client.remove(0);
        connected.echo();
    }

    @Test
    void whatWasAnnouncedMayBeTheStartOfASubflow() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        client.announce(LocalAddress.of(4, SECOND));
        LocalAddress announced = client.addresses().get(0);
        client.createSubflow(announced, connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        assertEquals(List.of(announced), client.addresses());
    }

    /** A second subflow from there is one more under id 0. */
    @Test
    void theAddressThatTheConnectionBeganWithKeepsIdZero() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        AddressIds ids = AddressIds.of(FIRST, client.addresses());
        client.createSubflow(LocalAddress.of(ids.idOf(FIRST, 0), FIRST), connected.remote(SECOND));
        Steered.await(List.of(FIRST, FIRST), connected::sources);
        assertEquals(List.of(created(0, FIRST)), client.addresses());
    }

    @Test
    void serverMayCreateOneToo() throws IOException {
        Connected connected = steered.connect();
        // Nobody listens at the client: the peer refuses, and the kernel says so only in an event
        InetSocketAddress client = (InetSocketAddress) connected.client.getLocalAddress();
        server(connected).createSubflow(LocalAddress.of(1, SECOND), RemoteAddress.of(client));
        assertEquals(List.of(created(1, SECOND)), server(connected).addresses(), "the entry stays");
        connected.echo();
    }

    @Test
    void worksOverIpv6() throws IOException {
        InetAddress first = Steered.literal("2001:db8::1");
        InetAddress second = Steered.literal("2001:db8::2");
        Connected connected = steered.connectSilently(StandardProtocolFamily.INET6, first);
        connected.echo();
        ConnectionPathManager client = client(connected);
        client.createSubflow(LocalAddress.of(1, second), connected.remote(first));
        Steered.await(List.of(first, second), connected::sources);
        assertEquals(List.of(created(1, second)), client.addresses());
        InetSocketAddress remote = new InetSocketAddress(first, connected.port);
        client.setBackup(connected.local(second), remote, true);
        client.destroySubflow(connected.local(second), remote);
        Steered.await(List.of(first), connected::sources);
    }

    /** A socket of the JDK is one for IPv6, unless it is told otherwise. */
    @Test
    void findsSubflowsOverIpv4OfASocketForIpv6() throws IOException {
        Connected connected = steered.connectSilently(StandardProtocolFamily.INET6, FIRST);
        connected.echo();
        ConnectionPathManager client = client(connected);
        client.createSubflow(LocalAddress.of(1, SECOND), connected.remote(FIRST));
        Steered.await(List.of(FIRST, SECOND), connected::sources);
        InetSocketAddress remote = new InetSocketAddress(FIRST, connected.port);
        client.setBackup(connected.local(FIRST), remote, true);
        client.destroySubflow(connected.local(FIRST), remote);
        Steered.await(List.of(SECOND), connected::sources);
        client.createSubflow(LocalAddress.of(2, THIRD), connected.remote(FIRST));
        Steered.await(List.of(SECOND, THIRD), connected::sources);
        InetSocketAddress third = asIpv6(connected.local(THIRD));
        client.setBackup(third, asIpv6(remote), true);
        client.destroySubflow(third, asIpv6(remote));
        Steered.await(List.of(SECOND), connected::sources);
        connected.echo();
    }

    private static InetSocketAddress asIpv6(InetSocketAddress four) throws IOException {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(four.getAddress().getAddress(), 0, bytes, 12, 4);
        return new InetSocketAddress(Inet6Address.getByAddress(null, bytes, -1), four.getPort());
    }

    @Test
    void oneConnectionMayHaveBothFamilies() throws IOException {
        InetAddress first = Steered.literal("2001:db8::1");
        Connected connected = steered.connectSilently(StandardProtocolFamily.INET6, first);
        connected.echo();
        client(connected).createSubflow(LocalAddress.of(1, SECOND), connected.remote(FIRST));
        Steered.await(List.of(first, SECOND), connected::sources);
    }

    @Test
    void endpointsAreNotAmongTheAddressesOfAConnection() throws IOException {
        pathManager.add(Endpoint.of(THIRD, EndpointFlag.SUBFLOW).withId(5));
        Connected connected = steered.connect();
        assertEquals(List.of(), client(connected).addresses());
        assertEquals(5, pathManager.endpoints().get(0).id());
    }

    /** What is made anew has the id that it had, also after the entry of its address has gone with the subflow. */
    @Test
    void addressesKeepTheirIdsHoweverOftenSubflowsAreMade() throws IOException {
        Connected connected = steered.connect();
        ConnectionPathManager client = client(connected);
        AddressIds ids = AddressIds.of(client.addresses());
        InetSocketAddress remote = new InetSocketAddress(FIRST, connected.port);
        for (int i = 0; i < 20; i++) {
            ids.learn(client.addresses());
            for (InetAddress address : List.of(SECOND, THIRD)) {
                client.createSubflow(LocalAddress.of(ids.idOf(address, 0), address), connected.remote(FIRST));
            }
            Steered.await(List.of(FIRST, SECOND, THIRD), connected::sources);
            assertEquals(List.of(created(1, SECOND), created(2, THIRD)), client.addresses());
            client.destroySubflow(connected.local(SECOND), remote);
            client.destroySubflow(connected.local(THIRD), remote);
            Steered.await(List.of(FIRST), connected::sources);
        }
    }

    /** The kernel gives an id to the address to which a join came, and ours agrees with it. */
    @Test
    void idsAgreeWithThoseThatTheKernelGaveOut() throws IOException {
        Connected connected = steered.connect();
        client(connected).createSubflow(LocalAddress.of(5, FIRST), connected.remote(SECOND));
        ConnectionPathManager server = server(connected);
        Steered.await(
                List.of(SECOND),
                () -> server.addresses().stream().map(LocalAddress::address).toList());
        LocalAddress made = server.addresses().get(0);
        AddressIds ids = AddressIds.of(server.addresses());
        int second = ids.idOf(SECOND, made.port());
        int third = ids.idOf(THIRD, 0);
        assertEquals(made.id(), second);
        server.announce(LocalAddress.of(second, SECOND).withPort(made.port()));
        server.announce(LocalAddress.of(third, THIRD));
        assertEquals(2, server.addresses().size(), () -> "the kernel made " + made);
    }
}
