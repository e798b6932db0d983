package mptcp4j.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes of which each eight tell where in the stream they belong, so that a damaged stream tells what happened to it. */
final class Pattern {
    private static final int WORD = Long.BYTES;
    private static final long FACTOR = 0x9E3779B97F4A7C15L; // odd, so each word is another
    private static final long INVERSE = inverse(FACTOR);

    private final long seed;

    Pattern(long seed) {
        this.seed = seed;
    }

    /** Fills a block of whole words that begins at an offset of whole words. */
    void fill(byte[] block, long offset) {
        ByteBuffer words = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        for (long word = offset / WORD; words.hasRemaining(); word++) {
            words.putLong(word * FACTOR + seed);
        }
    }

    /** Returns the byte at an offset. */
    byte at(long offset) {
        long word = offset / WORD * FACTOR + seed;
        return (byte) (word >>> (offset % WORD * Byte.SIZE));
    }

    /** Returns where eight bytes belong, whatever that is if they are of another stream. */
    long offsetOf(long word) {
        return (word - seed) * INVERSE * WORD;
    }

    /** Newton's iteration doubles the bits that are right; an odd number is its own inverse in the lowest three. */
    private static long inverse(long odd) {
        long x = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            x *= 2 - odd * x;
        }
        return x;
    }
}
