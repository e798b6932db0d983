package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes on their way from one end of a connection to the other. */
final class Transfer {
    private static final int CHUNK = 8192;

    private final byte[] data;
    private final AtomicInteger received = new AtomicInteger();
    private final CompletableFuture<byte[]> arrived = new CompletableFuture<>();

    private Transfer(byte[] data) {
        this.data = data;
    }

    static Transfer start(SocketChannel from, SocketChannel to, int count) {
        byte[] data = new byte[count];
        new Random(count).nextBytes(data);
        var transfer = new Transfer(data);
        transfer.run("sender", () -> {
            ByteBuffer left = ByteBuffer.wrap(data);
            while (left.hasRemaining()) {
                from.write(left.slice(left.position(), Math.min(CHUNK, left.remaining())));
                left.position(Math.min(left.limit(), left.position() + CHUNK));
            }
        });
        transfer.run("receiver", () -> transfer.receive(to));
        return transfer;
    }

    /** Sends so much both ways at a time, and sees that all of it comes. */
    static void thereAndBack(Pair pair, int count) throws Exception {
        Transfer there = start(pair.client(), pair.server(), count);
        Transfer back = start(pair.server(), pair.client(), count);
        there.requireIntact();
        back.requireIntact();
    }

    private void receive(SocketChannel from) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(data.length);
        while (all.hasRemaining()) {
            if (from.read(all) < 0) {
                throw new IOException("closed after " + all.position() + " bytes");
            }
            received.set(all.position());
        }
        arrived.complete(all.array());
    }

    private void run(String name, SubflowRefusalKernelIT.Command task) {
        var thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException | RuntimeException e) {
                        arrived.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    int received() {
        return received.get();
    }

    /** Waits for all of it. */
    void requireIntact() throws Exception {
        assertArrayEquals(data, arrived.get(30, TimeUnit.SECONDS));
    }
}
