package mptcp4j.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.lab.Datagrams.Fate;
import mptcp4j.linux.Requires;
import mptcp4j.route.Netem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabKernelIT {
    private static final int CHUNK = 64 * 1024;
    private static final Duration DELAY = Duration.ofMillis(30);
    private static final Topology DELAYED = Topology.twoHosts(1).path(0, path -> path.delay(DELAY));
    /** What is left of 100 Mbit/s without headers, but for what the start and a busy machine take. */
    private static final double ENOUGH_MEGABITS = 85;

    private static final int SECONDS = 5;

    @BeforeEach
    void needsNamespaces() {
        Requires.namespaces();
    }

    @Test
    void bothHostsMeetOnEachPathInBothFamilies() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(3).withIpv6())) {
            for (NetworkPath path : lab.paths()) {
                int i = path.index();
                assertArrives(lab, lab.client().address(i), lab.server().address(i));
                assertArrives(lab, lab.client().address6(i), lab.server().address6(i));
            }
            assertEquals(InetAddress.getByName("10.0.2.1"), lab.client().address(2));
            assertEquals(
                    InetAddress.getByName("fd6d:7074:6370:2::2"), lab.server().address6(2));
        }
    }

    @Test
    void theFirstPacketArrives() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(1))) {
            InetAddress to = lab.server().address(0);
            try (var datagrams = Datagrams.between(lab.client(), lab.client().address(0), lab.server(), to)) {
                assertEquals(Fate.ARRIVED, datagrams.send(Fate.ARRIVED));
            }
        }
    }

    @Test
    void theAddressOfTheClientDecidesOnThePath() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(2))) {
            Traffic before = lab.path(0).traffic();
            assertArrives(lab, lab.client().address(1), lab.server().address(0));
            assertEquals(before.bytesToServer(), lab.path(0).traffic().bytesToServer());
            assertTrue(lab.path(1).traffic().bytesToServer() > 0);
        }
    }

    @Test
    void aPathCarriesWhatItsRateAllows() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(1).rate(Rate.mbit(100)))) {
            double megabits = megabitsPerSecond(lab, lab.server().address(0));
            assertTrue(megabits > ENOUGH_MEGABITS && megabits < 100, megabits + " Mbit/s");
        }
    }

    @Test
    void hostsCanBeLaidOutByHand() throws IOException {
        var topology = Topology.of(PathSpec.between("phone", "proxy"), PathSpec.between("proxy", "server"));
        try (Lab lab = Lab.of(topology)) {
            assertEquals("p1", lab.host("proxy").linkName(1));
            assertEquals(lab.host("phone"), lab.client());
            InetAddress from = lab.host("proxy").address(1);
            InetAddress to = lab.host("server").address(1);
            try (var datagrams = Datagrams.between(lab.host("proxy"), from, lab.host("server"), to)) {
                assertEquals(Fate.ARRIVED, datagrams.send(Fate.ARRIVED));
            }
            assertThrows(IllegalArgumentException.class, () -> lab.host("phone").address(1));
            assertThrows(IllegalArgumentException.class, () -> lab.host("phone").address6(0));
            assertThrows(IllegalArgumentException.class, () -> lab.host("nobody"));
        }
    }

    @Test
    void aParameterIsThatOfOneHost() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(1))) {
            lab.client().sysctl("net.ipv4.ip_default_ttl", "7");
            Path file = Path.of("/proc/sys/net/ipv4/ip_default_ttl");
            assertEquals("7", lab.client().call(() -> Files.readString(file)).strip());
            assertNotEquals("7", lab.server().call(() -> Files.readString(file)).strip());
            assertThrows(IOException.class, () -> lab.client().sysctl("net.no.such", "1"));
        }
    }

    @Test
    void aClosedLabIsClosedAndMayBeClosedAgain() throws IOException {
        Lab lab = Lab.of(Topology.twoHosts(1));
        lab.close();
        lab.close();
        LinuxException closed =
                assertThrows(LinuxException.class, () -> lab.client().run(() -> {}));
        assertEquals(Errno.EBADF, closed.errno());
    }

    @Test
    void saysWhyAKernelCannotDelayPackets() throws IOException {
        Netem.mustBeMissing();
        LinuxException refused = assertThrows(LinuxException.class, () -> Lab.of(DELAYED));
        assertEquals(
                "the kernel has no netem queueing discipline (CONFIG_NET_SCH_NETEM): cannot delay or lose packets",
                refused.detail());
    }

    @Test
    void delaysPackets() throws IOException {
        Netem.mustBeThere();
        try (Lab lab = Lab.of(DELAYED)) {
            long start = System.nanoTime();
            assertArrives(lab, lab.client().address(0), lab.server().address(0));
            assertTrue(System.nanoTime() - start >= DELAY.toNanos());
        }
    }

    private static void assertArrives(Lab lab, InetAddress from, InetAddress to) throws IOException {
        try (var datagrams = Datagrams.between(lab.client(), from, lab.server(), to)) {
            Await.equal(Fate.ARRIVED, () -> datagrams.send(Fate.ARRIVED));
        }
    }

    /** Returns what one TCP connection carries, without headers, in the first second that is enough, or in the best. */
    private static double megabitsPerSecond(Lab lab, InetAddress server) throws IOException {
        try (ServerSocketChannel listener = lab.server().call(ServerSocketChannel::open);
                SocketChannel sender = lab.client().call(SocketChannel::open)) {
            listener.bind(new InetSocketAddress(0));
            sender.connect(new InetSocketAddress(server, listener.socket().getLocalPort()));
            try (SocketChannel receiver = listener.accept()) {
                var thread = new Thread(() -> sendUntilClosed(sender));
                thread.start();
                double megabits = 0;
                for (int second = 0; second < SECONDS && megabits <= ENOUGH_MEGABITS; second++) {
                    megabits = Math.max(megabits, receivedInASecond(receiver) * Byte.SIZE / 1e6);
                }
                sender.close();
                Await.until("the sender ends", () -> !thread.isAlive());
                return megabits;
            }
        }
    }

    private static double receivedInASecond(SocketChannel receiver) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long bytes = 0;
        long start = System.nanoTime();
        long elapsed;
        do {
            int received = receiver.read(chunk.clear());
            assertNotEquals(-1, received, "the sender ended");
            bytes += received;
            elapsed = System.nanoTime() - start;
        } while (elapsed < TimeUnit.SECONDS.toNanos(1));
        return bytes * 1e9 / elapsed;
    }

    private static void sendUntilClosed(SocketChannel sender) {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try {
            while (true) {
                sender.write(chunk.clear());
            }
        } catch (ClosedChannelException e) {
            return; // by the test
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theClientsConnectionsUseTheCongestionControl() throws IOException {
        Requires.program("ss");
        try (Lab lab = Lab.of(Topology.twoHosts(1).congestionControl("reno"));
                ServerSocketChannel listener = lab.server().call(ServerSocketChannel::open)) {
            listener.bind(new InetSocketAddress(0));
            int port = listener.socket().getLocalPort();
            try (SocketChannel client = lab.client().call(SocketChannel::open)) {
                client.connect(new InetSocketAddress(lab.server().address(0), port));
                String seen = lab.client().call(() -> {
                    Process ss = new ProcessBuilder("ss", "-tinH").start();
                    return new String(ss.getInputStream().readAllBytes(), UTF_8);
                });
                assertTrue(seen.contains(" reno "), seen);
            }
        }
    }
}
