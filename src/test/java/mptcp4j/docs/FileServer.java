package mptcp4j.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Rate;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Requires;
import mptcp4j.socket.Mptcp;

/**
 * Two hosts with two paths of 20 Mbit/s. The client's connections are steered from user space; the server says the first byte back,
 * and keeps what comes after it.
 */
final class FileServer implements Closeable {
    private static final int PORT = 8080;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Lab lab;
    private final ServerSocketChannel listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile long received;

    private FileServer(Lab lab, ServerSocketChannel listener) {
        this.lab = lab;
        this.listener = listener;
    }

    static FileServer start() throws IOException {
        Requires.mptcp();
        Lab lab = Lab.of(Topology.twoHosts(2).rate(Rate.mbit(20)));
        lab.client().sysctl("net.mptcp.pm_type", "1");
        ServerSocketChannel listener = lab.server().call(() -> Mptcp.openServerSocketChannel());
        listener.bind(new InetSocketAddress(PORT));
        return new FileServer(lab, listener);
    }

    Lab lab() {
        return lab;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(lab.server().address(0), PORT);
    }

    /** Returns what the server receives; ends early if the client fails. */
    Future<byte[]> whileClientRuns(Host.Task client) {
        received = 0;
        Future<byte[]> content = threads.submit(this::receive);
        Future<?> sending = threads.submit(() -> {
            lab.client().run(client);
            return null;
        });
        return threads.submit(() -> {
            sending.get();
            return content.get();
        });
    }

    private byte[] receive() throws IOException {
        try (SocketChannel channel = listener.accept()) {
            var buffer = ByteBuffer.allocate(1 << 16);
            channel.read(buffer.limit(1));
            channel.write(buffer.flip());
            var content = new ByteArrayOutputStream();
            while (channel.read(buffer.clear()) >= 0) {
                content.write(buffer.array(), 0, buffer.position());
                received = content.size();
            }
            return content.toByteArray();
        }
    }

    static void sayHello(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {'?'}));
        assertTrue(channel.read(ByteBuffer.allocate(1)) == 1);
    }

    void awaitReceived(long bytes) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (received < bytes) {
            assertTrue(System.nanoTime() < deadline, () -> received + " of " + bytes + " bytes");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Returns how many bytes a path has carried to the server. */
    long carried(int path) {
        try {
            return lab.path(path).traffic().bytesToServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        listener.close();
        lab.close();
    }
}
