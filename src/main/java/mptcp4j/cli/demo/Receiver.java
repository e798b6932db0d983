package mptcp4j.cli.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;

/** Reads a stream to its end, and notes the moment of every read. */
final class Receiver implements Callable<Payload> {
    private static final int BLOCK = 1 << 18;

    private final SocketChannel channel;
    private final long start;
    private final Digest digest;
    private final Arrivals.Recorder recorder = new Arrivals.Recorder();

    private volatile long received;

    /** @param start of {@link System#nanoTime} */
    Receiver(SocketChannel channel, long start, boolean checked) {
        this.channel = channel;
        this.start = start;
        this.digest = new Digest(checked);
    }

    @Override
    public Payload call() throws IOException {
        var block = ByteBuffer.allocateDirect(BLOCK);
        while (channel.read(block) >= 0) {
            long moment = System.nanoTime() - start;
            digest.update(block.flip());
            block.clear();
            recorder.read(moment, digest.bytes());
            received = digest.bytes();
        }
        return digest.payload();
    }

    /** Returns the number of bytes read until now. Any thread may ask. */
    long received() {
        return received;
    }

    /** Returns the record, after {@link #call} has returned. */
    Arrivals arrivals() {
        return recorder.arrivals();
    }
}
