package mptcp4j.broker;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the protocol: the fields of one object. Immutable. What reads a field throws {@link ProtocolException} where it is missing,
 * of another kind, or out of range.
 *
 * @param fields by name
 */
public record Line(Map<String, Json> fields) {
    /** The version of the protocol. */
    public static final int VERSION = 1;

    /** How many bytes a line may have, with the line feed at its end. */
    public static final int MAX_BYTES = 64 * 1024;

    /** How many bytes a request may have, with the line feed at its end: an answer may be long, and a request needs not. */
    public static final int MAX_BYTES_OF_REQUEST = 4 * 1024;

    private static final long MAX_U32 = 0xffff_ffffL;

    public Line {
        fields = new Json.Fields(fields).values();
    }

    /** Returns an empty line, to put fields into. */
    public static Line empty() {
        return new Line(Map.of());
    }

    /**
     * Reads one.
     *
     * @param bytes without the line feed
     */
    public static Line read(ByteBuffer bytes) throws ProtocolException {
        if (bytes.remaining() >= MAX_BYTES) {
            throw new ProtocolException("a line has at most " + MAX_BYTES + " bytes");
        }
        if (JsonReader.read(bytes) instanceof Json.Fields object) {
            return new Line(object.values());
        }
        throw new ProtocolException("a line is a JSON object");
    }

    /** Returns it as it is sent, with the line feed. @throws ProtocolException if it is too long */
    public ByteBuffer bytes() throws ProtocolException {
        byte[] json = JsonWriter.bytes(new Json.Fields(fields));
        if (json.length >= MAX_BYTES) {
            throw new ProtocolException("a line has at most " + MAX_BYTES + " bytes: " + json.length);
        }
        return ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    }

    /** Returns the same with one more field, or another value of it. */
    public Line with(String name, Json value) {
        Map<String, Json> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Line(more);
    }

    /** As {@link #with(String, Json)}. */
    public Line with(String name, String value) {
        return with(name, new Json.Text(value));
    }

    /** As {@link #with(String, Json)}. */
    public Line with(String name, long value) {
        return with(name, new Json.Whole(value));
    }

    /** As {@link #with(String, Json)}. */
    public Line with(String name, boolean value) {
        return with(name, new Json.Truth(value));
    }

    /** Returns whether there is a field of this name. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Returns a string. */
    public String text(String name) throws ProtocolException {
        if (fields.get(name) instanceof Json.Text text) {
            return text.value();
        }
        throw wrong(name, "a string");
    }

    /** Returns a string, or empty where there is no such field. */
    public Optional<String> textIfAny(String name) throws ProtocolException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** Returns a number between two, both allowed. */
    public long number(String name, long least, long most) throws ProtocolException {
        if (fields.get(name) instanceof Json.Whole number && number.value() >= least && number.value() <= most) {
            return number.value();
        }
        throw wrong(name, "a number from " + least + " to " + most);
    }

    /** Returns a number from 0 on, or 0 where there is no such field. */
    public int numberIfAny(String name, int most) throws ProtocolException {
        return has(name) ? (int) number(name, 0, most) : 0;
    }

    /** Returns {@code true} or {@code false}. */
    public boolean flag(String name) throws ProtocolException {
        if (fields.get(name) instanceof Json.Truth truth) {
            return truth.value();
        }
        throw wrong(name, "true or false");
    }

    /** Returns the token of a connection. */
    public long token() throws ProtocolException {
        return number("token", 0, MAX_U32);
    }

    private static ProtocolException wrong(String name, String allowed) {
        return new ProtocolException("\"" + name + "\" is " + allowed);
    }
}
