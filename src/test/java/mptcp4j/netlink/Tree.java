package mptcp4j.netlink;

import java.util.Arrays;
import java.util.Random;

/** Attributes in attributes, well-formed as netlink and with any numbers, widths and values. */
final class Tree {
    /** No family that we read numbers its attributes higher. */
    private static final int TYPES = 64;

    private static final int MOST = 8;
    private static final int DEPTH = 4;
    private static final int[] WIDTHS = {1, 2, 4, 8, 16};
    private static final int MOST_BYTES = 24;

    private final Random random;

    Tree(Random random) {
        this.random = random;
    }

    /** Returns attributes behind the first bytes of a seed. */
    byte[] behind(byte[] seed, int headerSize) {
        var out = new AttributeWriter().raw(Arrays.copyOf(seed, headerSize));
        write(out, DEPTH);
        return out.toBytes();
    }

    private void write(AttributeWriter out, int depth) {
        for (int n = random.nextInt(MOST); n > 0; n--) {
            int type = random.nextInt(TYPES);
            if (depth > 0 && random.nextInt(3) == 0) {
                out.nest(type, nest -> write(nest, depth - 1));
            } else {
                out.bytes(type, value());
            }
        }
    }

    private byte[] value() {
        boolean number = random.nextBoolean();
        byte[] value = new byte[number ? WIDTHS[random.nextInt(WIDTHS.length)] : random.nextInt(MOST_BYTES)];
        random.nextBytes(value);
        return value;
    }
}
