package mptcp4j.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attribute as it was received. Each reader checks the width, so a value is never read from the wrong bytes.
 *
 * <pre>
 *  0  length  u16   of header and value, without the padding to 4
 *  2  type    u16   bit 15 NLA_F_NESTED, bit 14 NLA_F_NET_BYTEORDER
 *  4  value
 * </pre>
 *
 * @param type the number, without the two flags
 * @param bytes the value; not copied
 */
public record Attribute(int type, byte[] bytes) {
    static final int HEADER_SIZE = 4;
    static final int NESTED = 0x8000;
    static final int TYPE_MASK = 0x3fff;

    /**
     * Returns the attributes that lie one after the other.
     *
     * @param offset where the first starts: the length of the header before it
     * @throws MalformedException if that header is cut short or a length does not fit
     */
    public static List<Attribute> decode(byte[] bytes, int offset) throws MalformedException {
        if (bytes.length < offset) {
            throw new MalformedException("netlink payload of " + bytes.length + " bytes, at least " + offset);
        }
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<Attribute> attributes = new ArrayList<>();
        int at = offset;
        while (at < bytes.length) {
            int left = bytes.length - at;
            int length = left < HEADER_SIZE ? 0 : in.getShort(at) & 0xffff;
            if (length < HEADER_SIZE || length > left) {
                throw new MalformedException("netlink attribute of length " + length + " in " + left);
            }
            int type = in.getShort(at + 2) & TYPE_MASK;
            attributes.add(new Attribute(type, Arrays.copyOfRange(bytes, at + HEADER_SIZE, at + length)));
            at += Align.up(length);
        }
        return attributes;
    }

    /** Returns 8 bits, unsigned. @throws MalformedException if it has another width */
    public int u8() throws MalformedException {
        return wide(1).get() & 0xff;
    }

    /** Returns 16 bits, unsigned. @throws MalformedException if it has another width */
    public int u16() throws MalformedException {
        return wide(2).getShort() & 0xffff;
    }

    /** Returns 32 bits; the caller knows whether they are signed. @throws MalformedException if it has another width */
    public int u32() throws MalformedException {
        return wide(4).getInt();
    }

    /** Returns 64 bits; the caller knows whether they are signed. @throws MalformedException if it has another width */
    public long u64() throws MalformedException {
        return wide(8).getLong();
    }

    /** Returns the value. @throws MalformedException if it has another width */
    public byte[] bytes(int width) throws MalformedException {
        if (bytes.length != width) {
            throw new MalformedException("netlink attribute " + type + " has " + bytes.length + " bytes, not " + width);
        }
        return bytes;
    }

    /** Returns text up to the first zero byte. */
    public String string() {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** Returns the attributes in it. @throws MalformedException if a length does not fit */
    public List<Attribute> nested() throws MalformedException {
        return decode(bytes, 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attribute that && type == that.type && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Attribute[type=" + type + ", bytes=" + HexFormat.of().formatHex(bytes) + "]";
    }

    private ByteBuffer wide(int width) throws MalformedException {
        return ByteBuffer.wrap(bytes(width)).order(ByteOrder.nativeOrder());
    }
}
