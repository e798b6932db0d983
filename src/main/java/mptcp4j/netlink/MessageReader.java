package mptcp4j.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Goes through the messages of one datagram. It looks into the datagram and copies nothing, so it is good only until the
 * next datagram is received. The format is that of {@link Message}. Not thread-safe.
 */
public final class MessageReader {
    private static final int TYPE = 4;
    private static final int FLAGS = 6;
    private static final int SEQUENCE = 8;

    private final ByteBuffer in;
    private final AttributeReader attributes;
    private int at;
    private int next;
    private int end;

    /** @param datagram from index 0 to its limit; its position means nothing and stays */
    public MessageReader(ByteBuffer datagram) {
        in = datagram.duplicate().order(ByteOrder.nativeOrder());
        attributes = new AttributeReader(in, 0, 0);
    }

    /**
     * Goes to the next message.
     *
     * @return false if there is none
     * @throws MalformedException if its length does not fit into the datagram
     */
    public boolean next() throws MalformedException {
        int left = in.limit() - next;
        if (left <= 0) {
            return false;
        }
        if (left < Message.HEADER_SIZE) {
            throw new MalformedException("netlink message of " + left + " bytes");
        }
        int length = in.getInt(next);
        if (length < Message.HEADER_SIZE || length > left) {
            throw new MalformedException("netlink message of length " + length + " in " + left);
        }
        at = next;
        end = at + length;
        next += Align.up(length);
        return true;
    }

    /** Returns what the payload is: below {@link Message#MIN_TYPE} a message of netlink itself, else one of the family's. */
    public int type() {
        return in.getShort(at + TYPE) & 0xffff;
    }

    /** Returns {@code NLM_F_*}. */
    public int flags() {
        return in.getShort(at + FLAGS) & 0xffff;
    }

    /** Returns what ties an answer to its request; 0 in what the kernel says unasked. */
    public int sequence() {
        return in.getInt(at + SEQUENCE);
    }

    /** Returns how many bytes the payload has. */
    public int length() {
        return end - at - Message.HEADER_SIZE;
    }

    /** Returns 8 bits of the payload, unsigned. @throws MalformedException if it is shorter */
    public int u8(int offset) throws MalformedException {
        AttributeReader.requireHeader(length(), offset + Byte.BYTES);
        return in.get(at + Message.HEADER_SIZE + offset) & 0xff;
    }

    /** Returns 32 bits of the payload. @throws MalformedException if it is shorter */
    public int u32(int offset) throws MalformedException {
        AttributeReader.requireHeader(length(), offset + Integer.BYTES);
        return in.getInt(at + Message.HEADER_SIZE + offset);
    }

    /** Returns a view of the payload, in the byte order of the machine, which starts at index 0. */
    public ByteBuffer payload() {
        return in.slice(at + Message.HEADER_SIZE, length()).order(in.order());
    }

    /**
     * Returns the attributes behind the fixed header of the family. The next call returns the same reader, with others.
     *
     * @throws MalformedException if that header is cut short
     */
    public AttributeReader attributes(int headerSize) throws MalformedException {
        AttributeReader.requireHeader(length(), headerSize);
        return attributes.over(at + Message.HEADER_SIZE + Align.up(headerSize), end);
    }
}
