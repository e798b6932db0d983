package mptcp4j.cli.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes that never repeat and cost next to nothing: a xorshift sequence (Marsaglia 2003) of 64 bits. Two paths that
 * swapped, lost or doubled a packet would not give the same digest. Not thread-safe.
 */
final class Content {
    private long state;

    /** @param seed not 0, which would stay 0 */
    Content(long seed) {
        state = seed;
    }

    /** Fills a buffer whose length is a multiple of eight, and makes it ready to be read. */
    void fill(ByteBuffer buffer) {
        buffer.clear().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < buffer.capacity(); i += Long.BYTES) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            buffer.putLong(i, state);
        }
    }
}
