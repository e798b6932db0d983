package mptcp4j.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Goes through attributes, one after the other. It looks into the datagram and copies nothing, so it is good only until
 * the next datagram is received; what {@link #bytes} and {@link #string} return stays good. Numbers are in the byte order
 * of the machine unless the method says otherwise. Not thread-safe.
 *
 * <pre>
 *  0  length  u16   of header and value, without the padding to 4
 *  2  type    u16   0x8000 nested, 0x4000 network byte order, the rest is the number
 *  4  value
 * </pre>
 *
 * <pre>
 *   while (attributes.next()) {
 *       switch (attributes.type()) {
 *           case TOKEN -> token = attributes.u32();
 *           ...
 * </pre>
 */
public final class AttributeReader {
    static final int HEADER_SIZE = 4;
    static final int NESTED = 0x8000;
    static final int TYPE_MASK = 0x3fff;

    private final ByteBuffer in;
    private int next;
    private int end;
    private int value;
    private int length;

    /**
     * Reads from a buffer of its own byte order, between two places in it.
     *
     * @param in a buffer in the byte order of the machine; its position means nothing and stays
     */
    AttributeReader(ByteBuffer in, int from, int end) {
        this.in = in;
        over(from, end);
    }

    /** Returns a reader of the attributes that are behind a header. @throws MalformedException if that is cut short */
    public static AttributeReader of(byte[] bytes, int headerSize) throws MalformedException {
        requireHeader(bytes.length, headerSize);
        return new AttributeReader(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()), headerSize, bytes.length);
    }

    static void requireHeader(int length, int headerSize) throws MalformedException {
        if (length < headerSize) {
            throw new MalformedException("netlink payload of " + length + " bytes, at least " + headerSize);
        }
    }

    /** Starts again, with others: a reader of many messages needs no other. */
    AttributeReader over(int newFrom, int newEnd) {
        next = newFrom;
        end = newEnd;
        value = newFrom;
        length = 0;
        return this;
    }

    /**
     * Goes to the next attribute.
     *
     * @return false if there is none
     * @throws MalformedException if its length does not fit
     */
    public boolean next() throws MalformedException {
        int left = end - next;
        if (left <= 0) { // the last one may lack its padding
            return false;
        }
        int whole = left < HEADER_SIZE ? 0 : in.getShort(next) & 0xffff;
        if (whole < HEADER_SIZE || whole > left) {
            throw new MalformedException("netlink attribute of length " + whole + " in " + left);
        }
        value = next + HEADER_SIZE;
        length = whole - HEADER_SIZE;
        next += Align.up(whole);
        return true;
    }

    /** Returns the number of the attribute, without the two flags. */
    public int type() {
        return in.getShort(value - 2) & TYPE_MASK;
    }

    /** Returns how many bytes its value has. */
    public int length() {
        return length;
    }

    /** Returns 8 bits, unsigned. @throws MalformedException if it has another width */
    public int u8() throws MalformedException {
        requireWidth(Byte.BYTES);
        return in.get(value) & 0xff;
    }

    /** Returns 16 bits, unsigned. @throws MalformedException if it has another width */
    public int u16() throws MalformedException {
        requireWidth(Short.BYTES);
        return in.getShort(value) & 0xffff;
    }

    /** Returns 16 bits in network order, unsigned, such as a port. @throws MalformedException if it has another width */
    public int be16() throws MalformedException {
        requireWidth(Short.BYTES);
        return (in.get(value) & 0xff) << Byte.SIZE | (in.get(value + 1) & 0xff);
    }

    /** Returns 32 bits; the caller knows whether they are signed. @throws MalformedException if it has another width */
    public int u32() throws MalformedException {
        requireWidth(Integer.BYTES);
        return in.getInt(value);
    }

    /** Returns 64 bits; the caller knows whether they are signed. @throws MalformedException if it has another width */
    public long u64() throws MalformedException {
        requireWidth(Long.BYTES);
        return in.getLong(value);
    }

    /** Returns a copy of the value. */
    public byte[] bytes() {
        byte[] copy = new byte[length];
        in.get(value, copy);
        return copy;
    }

    /** Returns a copy of the value. @throws MalformedException if it has another width */
    public byte[] bytes(int width) throws MalformedException {
        requireWidth(width);
        return bytes();
    }

    /** Copies the value into an array. @throws MalformedException if it has another width than that */
    public void copyTo(byte[] target) throws MalformedException {
        requireWidth(target.length);
        in.get(value, target);
    }

    /** Returns text up to the first zero byte. */
    public String string() {
        byte[] text = bytes();
        int size = 0;
        while (size < text.length && text[size] != 0) {
            size++;
        }
        return new String(text, 0, size, StandardCharsets.UTF_8);
    }

    /** Returns a view of the value, in the byte order of the machine: for a structure, which starts at index 0. */
    public ByteBuffer view() {
        return in.slice(value, length).order(in.order());
    }

    /** Returns the attributes in it. */
    public AttributeReader nested() {
        return new AttributeReader(in, value, value + length);
    }

    /** Returns the attributes in it, which are behind a header. @throws MalformedException if that is cut short */
    public AttributeReader nested(int headerSize) throws MalformedException {
        requireHeader(length, headerSize);
        return new AttributeReader(in, value + headerSize, value + length);
    }

    private void requireWidth(int width) throws MalformedException {
        if (length != width) {
            throw new MalformedException("netlink attribute " + type() + " has " + length + " bytes, not " + width);
        }
    }
}
