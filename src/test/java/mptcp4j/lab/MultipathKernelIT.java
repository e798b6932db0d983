package mptcp4j.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;
import mptcp4j.pm.Limits;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MultipathKernelIT {
    private static final int MEGABYTE = 1_000_000;
    private static final EndpointFlags SUBFLOW = EndpointFlags.of(EndpointFlag.SUBFLOW);

    @BeforeEach
    void needsMptcp() {
        Requires.mptcp();
    }

    @Test
    void aClientHasAnEndpointOnEachPathButItsFirst() throws IOException {
        Topology topology = Topology.twoHosts(3).path(2, PathSpec::asBackup).withIpv6();
        try (Lab lab = Lab.of(topology);
                PathManager client = lab.client().call(PathManager::open);
                PathManager server = lab.server().call(PathManager::open)) {
            EndpointFlags backup = SUBFLOW.with(EndpointFlag.BACKUP);
            int first = client.endpoints().get(0).interfaceIndex();
            int second = client.endpoints().get(2).interfaceIndex();
            assertEquals(
                    List.of(
                            new Endpoint(1, lab.client().address(1), 0, first, SUBFLOW),
                            new Endpoint(2, lab.client().address6(1), 0, first, SUBFLOW),
                            new Endpoint(3, lab.client().address(2), 0, second, backup),
                            new Endpoint(4, lab.client().address6(2), 0, second, backup)),
                    client.endpoints());
            assertEquals(List.of(), server.endpoints());
            assertEquals(List.of(new Limits(8, 8), new Limits(8, 8)), List.of(client.limits(), server.limits()));
        }
    }

    @Test
    void aStreamUsesEveryPath() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(2).rate(Rate.mbit(100)));
                Stream stream = Stream.over(lab, lab.server().address(0))) {
            stream.sendUntil("both paths carry", () -> carried(lab, 0) > MEGABYTE && carried(lab, 1) > MEGABYTE);
        }
    }

    @Test
    void aStreamUsesEveryPathInIpv6() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(2).rate(Rate.mbit(100)).withIpv6());
                Stream stream = Stream.over(lab, lab.server().address6(0))) {
            stream.sendUntil("both paths carry", () -> carried(lab, 0) > MEGABYTE && carried(lab, 1) > MEGABYTE);
        }
    }

    @Test
    void aBackupCarriesOnlyOnceTheOtherHasFailed() throws IOException {
        Topology topology = Topology.twoHosts(2).rate(Rate.mbit(100)).path(1, PathSpec::asBackup);
        try (Lab lab = Lab.of(topology);
                Stream stream = Stream.over(lab, lab.server().address(0))) {
            stream.sendUntil("the first path carries", () -> carried(lab, 0) > 5 * MEGABYTE);
            assertTrue(carried(lab, 1) < MEGABYTE / 10, "the backup carried " + carried(lab, 1) + " bytes");
            lab.path(0).fail(Failure.BLACKHOLE);
            stream.sendUntil("the backup carries", () -> carried(lab, 1) > MEGABYTE);
        }
    }

    /** Under its old id, the peer would close the new subflow for good. */
    @Test
    void afterAFailureARenewedEndpointHasANewIdAndASubflowThatStays() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(2).rate(Rate.mbit(100)));
                Stream stream = Stream.over(lab, lab.server().address(0));
                PathManager client = lab.client().call(PathManager::open)) {
            stream.sendUntil("both paths carry", () -> carried(lab, 1) > MEGABYTE);
            Endpoint old = client.endpoints().get(0);
            assertEquals(1, old.id());
            lab.path(1).fail(Failure.BLACKHOLE);
            long silent = carried(lab, 0);
            stream.sendUntil("the first path carries", () -> carried(lab, 0) > silent + 5 * MEGABYTE);
            lab.path(1).restore();
            lab.path(1).renewEndpoint();
            long renewed = carried(lab, 1);
            stream.sendUntil("the new subflow carries for a while", () -> carried(lab, 1) > renewed + 10 * MEGABYTE);
            assertEquals(List.of(old.withId(2)), client.endpoints());
        }
    }

    @Test
    void aClientsFirstPathHasNoEndpointToRenew() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(2))) {
            assertThrows(IllegalStateException.class, () -> lab.path(0).renewEndpoint());
        }
    }

    private static long carried(Lab lab, int path) throws IOException {
        return lab.path(path).traffic().bytesToServer();
    }

    /** An MPTCP connection from client to server whose bytes are sent and dropped by turns, on one thread. */
    private record Stream(ServerSocketChannel listener, SocketChannel sender, SocketChannel receiver)
            implements AutoCloseable {
        static Stream over(Lab lab, InetAddress server) throws IOException {
            ServerSocketChannel listener = lab.server().call(() -> Mptcp.openServerSocketChannel(MptcpMode.REQUIRE));
            listener.bind(new InetSocketAddress(0));
            SocketChannel sender = lab.client().call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE));
            sender.connect(new InetSocketAddress(server, listener.socket().getLocalPort()));
            SocketChannel receiver = listener.accept();
            sender.configureBlocking(false);
            receiver.configureBlocking(false);
            return new Stream(listener, sender, receiver);
        }

        void sendUntil(String what, Await.Condition condition) throws IOException {
            ByteBuffer chunk = ByteBuffer.allocate(MEGABYTE);
            Await.until(what, () -> {
                sender.write(chunk.clear());
                int received;
                do {
                    received = receiver.read(chunk.clear());
                } while (received > 0);
                return condition.met();
            });
        }

        @Override
        public void close() throws IOException {
            sender.close();
            receiver.close();
            listener.close();
        }
    }
}
