package mptcp4j.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mptcp4j.Errno;
import mptcp4j.LinuxException;

/**
 * A structure as a kernel filled it. Its length tells how new the kernel is: what an older one does not know is empty,
 * and so is a field that was cut.
 */
public final class KernelStruct {
    private final ByteBuffer bytes;

    /**
     * @param name of the structure, for the error
     * @param required bytes that every kernel fills
     * @param bytes from its position to its limit; these stay
     * @throws LinuxException with EPROTO if there are fewer
     */
    public KernelStruct(String name, int required, ByteBuffer bytes) throws LinuxException {
        if (bytes.remaining() < required) {
            String detail = "the kernel returned " + bytes.remaining() + " bytes, expected at least " + required;
            throw new LinuxException(name, Errno.EPROTO, detail);
        }
        this.bytes = bytes.slice().order(ByteOrder.nativeOrder());
    }

    public int u8(int offset) {
        return Byte.toUnsignedInt(bytes.get(offset));
    }

    /** A bit field of C, which compilers count from the least bit on a little-endian machine, from the highest on a big-endian one. */
    public int bits(int offset, int first, int count) {
        int shift = bytes.order() == ByteOrder.LITTLE_ENDIAN ? first : Byte.SIZE - first - count;
        return u8(offset) >>> shift & (1 << count) - 1;
    }

    public long u32(int offset) {
        return Integer.toUnsignedLong(bytes.getInt(offset));
    }

    public long u64(int offset) {
        return bytes.getLong(offset);
    }

    public OptionalInt optionalU8(int offset) {
        return has(offset, Byte.BYTES) ? OptionalInt.of(u8(offset)) : OptionalInt.empty();
    }

    public OptionalInt optionalU16(int offset) {
        return has(offset, Short.BYTES)
                ? OptionalInt.of(Short.toUnsignedInt(bytes.getShort(offset)))
                : OptionalInt.empty();
    }

    public OptionalLong optionalU32(int offset) {
        return has(offset, Integer.BYTES) ? OptionalLong.of(u32(offset)) : OptionalLong.empty();
    }

    public OptionalLong optionalU64(int offset) {
        return has(offset, Long.BYTES) ? OptionalLong.of(u64(offset)) : OptionalLong.empty();
    }

    public boolean has(int offset, int width) {
        return offset + width <= bytes.limit();
    }
}
