package mptcp4j.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.TcpState;
import mptcp4j.cli.demo.Arrivals;
import mptcp4j.lab.Lab;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;

/** As much as goes from the client of a laboratory to its server, and when it came. */
final class ByteStream implements Closeable {
    private static final int BLOCK = 1 << 18;
    private static final int GREETING = 8;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long DRAIN_SECONDS = 30;

    private final ServerSocketChannel listener;
    private final SocketChannel client;
    private final SocketChannel server;
    private final Arrivals.Recorder recorder = new Arrivals.Recorder();
    private final long start;
    private final CompletableFuture<Long> sent;
    private final CompletableFuture<Long> received;
    private volatile boolean ended;

    private ByteStream(ServerSocketChannel listener, SocketChannel client, SocketChannel server) {
        this.listener = listener;
        this.client = client;
        this.server = server;
        start = System.nanoTime();
        Executor threads = task -> {
            var thread = new Thread(task, "stream");
            thread.setDaemon(true);
            thread.start();
        };
        sent = CompletableFuture.supplyAsync(() -> unchecked(this::send), threads);
        received = CompletableFuture.supplyAsync(() -> unchecked(this::receive), threads);
    }

    /** Begins one over plain TCP on path 0. */
    static ByteStream plain(Lab lab) throws IOException {
        return open(
                lab, lab.server().call(ServerSocketChannel::open), lab.client().call(SocketChannel::open), 1);
    }

    /**
     * Begins one over MPTCP, when both ends have a subflow on each path: data that are sent while one joins may be damaged
     * by the kernel.
     */
    static ByteStream multipath(Lab lab) throws IOException {
        return open(
                lab,
                lab.server().call(Mptcp::openServerSocketChannel),
                lab.client().call(Mptcp::openSocketChannel),
                lab.paths().size());
    }

    private static ByteStream open(Lab lab, ServerSocketChannel listener, SocketChannel client, int paths)
            throws IOException {
        listener.bind(new InetSocketAddress(0));
        client.connect(
                new InetSocketAddress(lab.server().address(0), listener.socket().getLocalPort()));
        SocketChannel server = listener.accept();
        transfer(client, server);
        transfer(server, client);
        if (paths > 1) {
            await(MptcpConnection.of(client), paths);
            await(MptcpConnection.of(server), paths);
        }
        return new ByteStream(listener, client, server);
    }

    private static void transfer(SocketChannel from, SocketChannel to) throws IOException {
        from.write(ByteBuffer.allocate(GREETING));
        var greeting = ByteBuffer.allocate(GREETING);
        while (greeting.hasRemaining() && to.read(greeting) >= 0) {
            // the rest
        }
    }

    private static void await(MptcpConnection connection, int subflows) throws IOException {
        long since = System.nanoTime();
        while (established(connection) < subflows) {
            if (System.nanoTime() - since > PATIENCE_NANOS) {
                throw new IOException("only " + established(connection) + " of " + subflows + " subflows");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static long established(MptcpConnection connection) throws IOException {
        return connection.subflows().stream()
                .filter(subflow -> subflow.tcpInfo().state() == TcpState.ESTABLISHED)
                .count();
    }

    /** Returns how long it has gone on. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Returns what came until now. */
    Arrivals arrivals() {
        synchronized (recorder) {
            return recorder.arrivals();
        }
    }

    /** Ends it, and waits until all has come. @throws IOException if an end failed, or not all came */
    void end() throws IOException {
        ended = true;
        try {
            long in = sent.orTimeout(DRAIN_SECONDS, TimeUnit.SECONDS).join();
            long out = received.orTimeout(DRAIN_SECONDS, TimeUnit.SECONDS).join();
            if (in != out) {
                throw new IOException(out + " bytes came of " + in);
            }
        } catch (CompletionException e) {
            throw new IOException("a stream failed: " + e.getCause(), e);
        }
    }

    private long send() throws IOException {
        var block = ByteBuffer.allocateDirect(BLOCK);
        long total = 0;
        while (!ended) {
            total += client.write(block.clear());
        }
        client.shutdownOutput();
        return total;
    }

    private long receive() throws IOException {
        var block = ByteBuffer.allocateDirect(BLOCK);
        long total = 0;
        for (int count = server.read(block); count >= 0; count = server.read(block.clear())) {
            total += count;
            synchronized (recorder) {
                recorder.read(System.nanoTime() - start, total);
            }
        }
        return total;
    }

    private static long unchecked(Half half) {
        try {
            return half.run();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (listener;
                client) {
            server.close();
        }
    }

    /** Returns how many bytes there were. */
    @FunctionalInterface
    private interface Half {
        long run() throws IOException;
    }
}
