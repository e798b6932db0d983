package mptcp4j.netlink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** An attribute as a value, for tests that compare whole ones. */
public record Attribute(int type, byte[] bytes) {
    /** Returns all that an {@link AttributeReader} finds. */
    public static List<Attribute> decode(byte[] bytes, int headerSize) throws MalformedException {
        return all(AttributeReader.of(bytes, headerSize));
    }

    /** Returns all that a reader finds. */
    public static List<Attribute> all(AttributeReader in) throws MalformedException {
        List<Attribute> all = new ArrayList<>();
        while (in.next()) {
            all.add(new Attribute(in.type(), in.bytes()));
        }
        return all;
    }

    /** Returns a reader that stands on this attribute. */
    public AttributeReader reader() throws MalformedException {
        AttributeReader in =
                AttributeReader.of(new AttributeWriter().bytes(type, bytes).toBytes(), 0);
        in.next();
        return in;
    }

    public List<Attribute> nested() throws MalformedException {
        return all(reader().nested());
    }

    @Override
    public boolean equals(Object other) {
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
}
