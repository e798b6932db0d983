package mptcp4j.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** What most of the optional fields are. */
    private static final OptionalLong ZERO = OptionalLong.of(0);

    private static final OptionalInt INT_ZERO = OptionalInt.of(0);

    private final byte[] bytes;
    private final int start;
    private final int length;

    /**
     * @param name of the structure, for the error
     * @param required bytes that every kernel fills
     * @param bytes from its position to its limit; these stay, and must be the same for as long as this is used
     * @throws LinuxException with EPROTO if there are fewer
     */
    public KernelStruct(String name, int required, ByteBuffer bytes) throws LinuxException {
        this(
                name,
                required,
                bytes.hasArray() ? bytes.array() : copy(bytes),
                bytes.hasArray() ? bytes.arrayOffset() + bytes.position() : 0,
                bytes.remaining());
    }

    /**
     * As the other, of bytes in an array: who reads many structures makes no buffer of each.
     *
     * @throws LinuxException with EPROTO if there are fewer than required
     */
    public KernelStruct(String name, int required, byte[] bytes, int start, int length) throws LinuxException {
        if (length < required) {
            String detail = "the kernel returned " + length + " bytes, expected at least " + required;
            throw new LinuxException(name, Errno.EPROTO, detail);
        }
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return copy;
    }

    public int u8(int offset) {
        return Byte.toUnsignedInt(bytes[start + offset]);
    }

    /** A bit field of C, which compilers count from the least bit on a little-endian machine, from the highest on a big-endian one. */
    public int bits(int offset, int first, int count) {
        int shift = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? first : Byte.SIZE - first - count;
        return u8(offset) >>> shift & (1 << count) - 1;
    }

    public long u32(int offset) {
        return Integer.toUnsignedLong((int) INT.get(bytes, start + offset));
    }

    public long u64(int offset) {
        return (long) LONG.get(bytes, start + offset);
    }

    public OptionalInt optionalU8(int offset) {
        return has(offset, Byte.BYTES) ? optional(u8(offset)) : OptionalInt.empty();
    }

    public OptionalInt optionalU16(int offset) {
        return has(offset, Short.BYTES)
                ? optional(Short.toUnsignedInt((short) SHORT.get(bytes, start + offset)))
                : OptionalInt.empty();
    }

    public OptionalLong optionalU32(int offset) {
        return has(offset, Integer.BYTES) ? optional(u32(offset)) : OptionalLong.empty();
    }

    public OptionalLong optionalU64(int offset) {
        return has(offset, Long.BYTES) ? optional(u64(offset)) : OptionalLong.empty();
    }

    private static OptionalInt optional(int value) {
        return value == 0 ? INT_ZERO : OptionalInt.of(value);
    }

    private static OptionalLong optional(long value) {
        return value == 0 ? ZERO : OptionalLong.of(value);
    }

    public boolean has(int offset, int width) {
        return offset + width <= length;
    }
}
