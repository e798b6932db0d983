package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import mptcp4j.lab.Failure;
import mptcp4j.lab.Rate;
import mptcp4j.lab.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interface that comes and goes while connections carry data. */
@Timeout(180)
class FlapsKernelIT {
    private static final int FLAPS = 500;
    private static final int CONNECTIONS = 20;
    private static final int CHUNK = 4096;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();
    private ManagedHosts hosts;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(Topology.twoHosts(2).rate(Rate.mbit(50)));
    }

    @AfterEach
    void close() throws IOException {
        over.set(true);
        threads.shutdownNow();
        if (hosts != null) {
            hosts.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[damping]\nlosses = 0\n"})
    void losesNoByteAndLeavesNothing(String damping) throws Exception {
        Daemon daemon = hosts.daemon(damping + "[default]\npolicy = \"aggregate\"\n");
        List<ManagedHosts.Stream> streams = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            streams.add(hosts.connect());
        }
        hosts.await("two subflows each", all -> all.size() == 2);
        flap(); // the JDK opens what it needs for that
        hosts.await("two subflows each", all -> all.size() == 2);
        long descriptors = descriptors();
        List<Future<byte[]>> sent = new ArrayList<>();
        List<Future<byte[]>> received = new ArrayList<>();
        for (ManagedHosts.Stream stream : streams) {
            // Towards the end that opens subflows: the other way this kernel may damage data when one joins
            sent.add(threads.submit(() -> send(stream.server())));
            received.add(threads.submit(() -> receive(stream.client())));
        }
        for (int i = 0; i < FLAPS; i++) {
            flap();
        }
        hosts.await("two subflows each again", all -> all.size() == 2);
        over.set(true);
        for (int i = 0; i < CONNECTIONS; i++) {
            assertArrayEquals(sent.get(i).get(), received.get(i).get(), "connection " + i);
        }
        hosts.await("the daemon agrees with the kernel", () -> daemon.status().subflows() == 2 * CONNECTIONS);
        assertEquals(descriptors, descriptors());
        assertTrue(daemon.status().refusals() < 10 * FLAPS, daemon.status()::toString);
    }

    private void flap() throws IOException {
        hosts.lab().path(1).fail(Failure.LINK_DOWN_CLIENT);
        hosts.lab().path(1).restore();
    }

    /** Sends until it is over, and then ends this direction. */
    private byte[] send(SocketChannel channel) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        var random = new Random(1);
        byte[] bytes = new byte[CHUNK];
        while (!over.get()) {
            random.nextBytes(bytes);
            digest.update(bytes);
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
        channel.shutdownOutput();
        return digest.digest();
    }

    private static byte[] receive(SocketChannel channel) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        while (channel.read(bytes) >= 0) {
            digest.update(bytes.flip());
            bytes.clear();
        }
        return digest.digest();
    }

    /** Sockets and the like: the JDK opens files when it needs them. */
    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(FlapsKernelIT::isOfTheKernel).count();
        }
    }

    private static boolean isOfTheKernel(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains(":[");
        } catch (IOException e) {
            return false; // it was that of the list
        }
    }
}
