package mptcp4j.socket;

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
final class KernelStruct {
    private final ByteBuffer bytes;

    /**
     * @param name of the structure, for the error
     * @param required bytes that every kernel fills
     * @throws LinuxException with EPROTO if there are fewer
     */
    KernelStruct(String name, int required, byte[] bytes, int offset, int length) throws LinuxException {
        if (length < required) {
            String detail = "the kernel returned " + length + " bytes, expected at least " + required;
            throw new LinuxException(name, Errno.EPROTO, detail);
        }
        this.bytes = ByteBuffer.wrap(bytes, offset, length).slice().order(ByteOrder.nativeOrder());
    }

    int u8(int offset) {
        return Byte.toUnsignedInt(bytes.get(offset));
    }

    /** A bit field of C, which compilers count from the least bit on a little-endian machine, from the highest on a big-endian one. */
    int bits(int offset, int first, int count) {
        int shift = bytes.order() == ByteOrder.LITTLE_ENDIAN ? first : Byte.SIZE - first - count;
        return u8(offset) >>> shift & (1 << count) - 1;
    }

    long u32(int offset) {
        return Integer.toUnsignedLong(bytes.getInt(offset));
    }

    long u64(int offset) {
        return bytes.getLong(offset);
    }

    OptionalInt optionalU8(int offset) {
        return has(offset, Byte.BYTES) ? OptionalInt.of(u8(offset)) : OptionalInt.empty();
    }

    OptionalInt optionalU16(int offset) {
        return has(offset, Short.BYTES)
                ? OptionalInt.of(Short.toUnsignedInt(bytes.getShort(offset)))
                : OptionalInt.empty();
    }

    OptionalLong optionalU32(int offset) {
        return has(offset, Integer.BYTES) ? OptionalLong.of(u32(offset)) : OptionalLong.empty();
    }

    OptionalLong optionalU64(int offset) {
        return has(offset, Long.BYTES) ? OptionalLong.of(u64(offset)) : OptionalLong.empty();
    }

    boolean has(int offset, int width) {
        return offset + width <= bytes.limit();
    }
}
