package mptcp4j.linux.abi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a file of BTF, type by type: the first is {@link #INT}, each further one has the next number. */
final class BtfWriter {
    static final int INT = 1;

    private static final int HEADER_BYTES = 24;
    private static final int KIND_FLAG = 1 << 31;

    private final ByteBuffer types = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private int composite;

    BtfWriter() {
        strings.write(0);
        type("int", 1, 0, 4).putInt(32);
    }

    BtfWriter struct(String name, int bytes) {
        composite = types.position();
        type(name, 4, 0, bytes);
        return this;
    }

    BtfWriter member(String name, int type, int bit) {
        types.putInt(composite + 4, types.getInt(composite + 4) + 1); // one more in vlen
        types.putInt(string(name)).putInt(type).putInt(bit);
        return this;
    }

    /** A structure whose members are bit-fields. */
    BtfWriter bitFields(String name, int bytes) {
        struct(name, bytes);
        types.putInt(composite + 4, types.getInt(composite + 4) | KIND_FLAG);
        return this;
    }

    BtfWriter bitField(String name, int type, int bit, int width) {
        return member(name, type, (width << 24) | bit);
    }

    BtfWriter array(int type, int count) {
        type("", 3, 0, 0).putInt(type).putInt(INT).putInt(count);
        return this;
    }

    BtfWriter enumeration(String name, String enumerator, int value) {
        type(name, 6, 1, 4).putInt(string(enumerator)).putInt(value);
        return this;
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER_BYTES + types.position() + strings.size())
                .order(ByteOrder.nativeOrder())
                .putShort((short) 0xeb9f)
                .putShort((short) 1) // version 1, no flags
                .putInt(HEADER_BYTES)
                .putInt(0)
                .putInt(types.position())
                .putInt(types.position())
                .putInt(strings.size())
                .put(types.array(), 0, types.position())
                .put(strings.toByteArray())
                .array();
    }

    private ByteBuffer type(String name, int kind, int count, int size) {
        return types.putInt(string(name)).putInt((kind << 24) | count).putInt(size);
    }

    private int string(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int at = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return at;
    }
}
