package mptcp4j.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;

/** Sends as much as the channel takes for a time, then ends the stream. */
final class Sender implements Callable<Payload> {
    private static final int BLOCK = 1 << 18;
    private static final long SEED = 0x9E3779B97F4A7C15L;

    private final SocketChannel channel;
    private final long deadline;
    private final Digest digest;

    /** @param deadline of {@link System#nanoTime} */
    Sender(SocketChannel channel, long deadline, boolean checked) {
        this.channel = channel;
        this.deadline = deadline;
        this.digest = new Digest(checked);
    }

    @Override
    public Payload call() throws IOException {
        var content = new Content(SEED);
        var block = ByteBuffer.allocateDirect(BLOCK);
        while (System.nanoTime() - deadline < 0) {
            content.fill(block);
            digest.update(block);
            while (block.hasRemaining()) {
                channel.write(block);
            }
        }
        channel.shutdownOutput();
        return digest.payload();
    }
}
