package mptcp4j.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Builds a payload: fixed headers and attributes, each padded to 4 bytes. It grows by itself. Not thread-safe. */
public final class AttributeWriter {
    private static final int MAX_LENGTH = 0xffff;

    private ByteBuffer out = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());

    /** Appends bytes that are no attribute, such as a {@code struct ifinfomsg}. */
    public AttributeWriter raw(byte[] header) {
        room(Align.up(header.length)).put(header);
        return pad();
    }

    /** @throws IllegalArgumentException if the value is not from 0 to 255 */
    public AttributeWriter u8(int type, int value) {
        require(value == (value & 0xff), "not 8 bits", value);
        header(type, 1).put((byte) value);
        return pad();
    }

    /** @throws IllegalArgumentException if the value is not from 0 to 65535 */
    public AttributeWriter u16(int type, int value) {
        require(value == (value & 0xffff), "not 16 bits", value);
        header(type, 2).putShort((short) value);
        return pad();
    }

    public AttributeWriter u32(int type, int value) {
        header(type, 4).putInt(value);
        return pad();
    }

    public AttributeWriter u64(int type, long value) {
        header(type, 8).putLong(value);
        return pad();
    }

    public AttributeWriter bytes(int type, byte[] value) {
        header(type, value.length).put(value);
        return pad();
    }

    /** Appends text with the zero byte that ends it. @throws IllegalArgumentException if there is one inside */
    public AttributeWriter string(int type, String value) {
        require(value.indexOf(0) < 0, "text with a zero byte", value.indexOf(0));
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return bytes(type, Arrays.copyOf(text, text.length + 1));
    }

    /** Appends an attribute that holds attributes, with {@code NLA_F_NESTED}. */
    public AttributeWriter nest(int type, Consumer<AttributeWriter> content) {
        int start = header(type | AttributeReader.NESTED, 0).position() - AttributeReader.HEADER_SIZE;
        content.accept(this);
        int length = out.position() - start;
        require(length <= MAX_LENGTH, "more than 65535 bytes", length);
        out.putShort(start, (short) length);
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(out.array(), out.position());
    }

    private ByteBuffer header(int type, int length) {
        int whole = AttributeReader.HEADER_SIZE + length;
        require(whole <= MAX_LENGTH, "more than 65535 bytes", whole);
        require((type & ~AttributeReader.NESTED & ~AttributeReader.TYPE_MASK) == 0, "no type", type);
        return room(Align.up(whole)).putShort((short) whole).putShort((short) type);
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            byte[] larger = Arrays.copyOf(out.array(), 2 * out.capacity() + bytes);
            out = ByteBuffer.wrap(larger).order(ByteOrder.nativeOrder()).position(out.position());
        }
        return out;
    }

    private static void require(boolean right, String wrong, int value) {
        if (!right) {
            throw new IllegalArgumentException("netlink attribute: " + wrong + ": " + value);
        }
    }

    private AttributeWriter pad() {
        out.position(Align.up(out.position()));
        return this;
    }
}
