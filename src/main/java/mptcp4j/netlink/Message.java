package mptcp4j.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One netlink message to be sent. All of it is in the byte order of the machine.
 *
 * <pre>
 *  0  length    u32   of header and payload, without the padding to 4
 *  4  type      u16
 *  6  flags     u16
 *  8  sequence  u32
 * 12  port id   u32   0 is the kernel
 * 16  payload
 * </pre>
 *
 * @param type what the payload is: below {@link #MIN_TYPE} a message of netlink itself, else one of the family's
 * @param flags {@code NLM_F_*}
 * @param sequence what ties an answer to its request
 * @param payload the bytes after the header; not copied
 */
public record Message(int type, int flags, int sequence, byte[] payload) {
    public static final int ERROR = 2;
    public static final int DONE = 3;
    public static final int MIN_TYPE = 16;

    public static final int REQUEST = 0x01;
    public static final int MULTI = 0x02;
    public static final int ACK = 0x04;
    /** {@code NLM_F_DUMP_INTR}: the table changed while it was dumped. */
    public static final int DUMP_INTR = 0x10;
    /** {@code NLM_F_ACK_TLVS}: attributes follow in an error or done message. */
    public static final int ACK_TLVS = 0x200;
    /** {@code NLM_F_CAPPED}: the error message does not repeat the request. */
    public static final int CAPPED = 0x100;

    public static final int DUMP = 0x300;
    /** {@code NLM_F_REPLACE}: change what is there. */
    public static final int REPLACE = 0x100;

    public static final int EXCLUSIVE = 0x200;
    public static final int CREATE = 0x400;

    static final int HEADER_SIZE = 16;

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message that
                && type == that.type
                && flags == that.flags
                && sequence == that.sequence
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * type + flags) + sequence) + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "Message[type=" + type + ", flags=0x" + Integer.toHexString(flags) + ", sequence=" + sequence
                + ", payload=" + HexFormat.of().formatHex(payload) + "]";
    }

    byte[] encode() {
        int length = HEADER_SIZE + payload.length;
        return ByteBuffer.allocate(Align.up(length))
                .order(ByteOrder.nativeOrder())
                .putInt(length)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0)
                .put(payload)
                .array();
    }
}
