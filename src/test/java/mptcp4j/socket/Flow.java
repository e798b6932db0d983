package mptcp4j.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A stream in one direction for as long as somebody wants it, and at least so and so many bytes. Both ends digest what passes there;
 * the connection stays open.
 */
final class Flow {
    private static final int BLOCK = 1 << 16;
    private static final long PATIENCE_SECONDS = 120;

    private final Pattern pattern;
    private final long atLeast;
    private final CompletableFuture<byte[]> sent = new CompletableFuture<>();
    private final CompletableFuture<byte[]> received = new CompletableFuture<>();
    private volatile boolean enough;
    private volatile long total = Long.MAX_VALUE;
    private volatile long passed;
    private volatile String damage = "";

    private Flow(long seed, long atLeast) {
        this.pattern = new Pattern(seed);
        this.atLeast = atLeast;
    }

    static Sink into(SocketChannel channel) {
        return block -> {
            var data = ByteBuffer.wrap(block);
            while (data.hasRemaining()) {
                channel.write(data);
            }
        };
    }

    static Source from(SocketChannel channel) {
        return block -> channel.read(ByteBuffer.wrap(block));
    }

    /** Starts it on two threads of its own. */
    static Flow start(Sink to, Source from, long seed, long atLeast) {
        var flow = new Flow(seed, atLeast);
        flow.run("sender", flow.sent, () -> flow.send(to));
        flow.run("receiver", flow.received, () -> flow.receive(from));
        return flow;
    }

    /** Lets it end, waits for that, and sees that what arrived is what was sent. Returns how many bytes that was. */
    long finish() throws Exception {
        enough = true;
        byte[] before = get("sent", sent);
        byte[] after = get("received", received);
        assertArrayEquals(before, after, () -> "SHA-256 of both ends" + damage);
        return total;
    }

    private byte[] get(String what, CompletableFuture<byte[]> digest) throws Exception {
        try {
            return digest.get(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "not all " + what + " after " + PATIENCE_SECONDS + " s, received " + passed + " of " + total
                            + damage,
                    e);
        } catch (ExecutionException e) {
            throw new AssertionError("after " + passed + " bytes were received" + damage, e);
        }
    }

    private byte[] send(Sink to) throws IOException {
        MessageDigest digest = sha256();
        byte[] block = new byte[BLOCK];
        for (long offset = 0; offset < total; offset += BLOCK) {
            if (enough && offset + BLOCK >= atLeast) {
                total = offset + BLOCK; // before the last block, so that the receiver waits for nothing
            }
            pattern.fill(block, offset);
            digest.update(block);
            to.write(block);
        }
        return digest.digest();
    }

    private byte[] receive(Source from) throws IOException {
        MessageDigest digest = sha256();
        byte[] block = new byte[BLOCK];
        long offset = 0;
        while (offset < total) {
            int count = from.read(block);
            if (count < 0) {
                throw new IOException("the stream ended");
            }
            digest.update(block, 0, count);
            if (damage.isEmpty()) {
                damage = look(Arrays.copyOf(block, count), offset);
            }
            offset += count;
            passed = offset;
        }
        return digest.digest();
    }

    /** Tells what is at the first place that is wrong. */
    private String look(byte[] block, long offset) {
        for (int i = 0; i < block.length; i++) {
            if (block[i] != pattern.at(offset + i)) {
                return ": the first damage is at " + (offset + i) + describe(block, i, offset + i);
            }
        }
        return "";
    }

    private String describe(byte[] block, int at, long offset) {
        for (int i = at; i + Long.BYTES <= Math.min(block.length, at + 2 * Long.BYTES); i++) {
            long word = ByteBuffer.wrap(block, i, Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            long origin = pattern.offsetOf(word) - (i - at);
            if (origin >= 0 && origin < offset + (1L << 30)) {
                return ", where " + origin + " is, " + (origin - offset) + " bytes further on";
            }
        }
        return ", which is nothing of this stream";
    }

    private void run(String name, CompletableFuture<byte[]> result, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        result.complete(work.run());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has it", e);
        }
    }

    /** Takes the whole of a block. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] block) throws IOException;
    }

    /** Fills some of a block, and returns how much. */
    @FunctionalInterface
    interface Source {
        int read(byte[] block) throws IOException;
    }

    @FunctionalInterface
    private interface Work {
        byte[] run() throws IOException;
    }
}
