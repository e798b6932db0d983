package mptcp4j.netlink;

import java.nio.ByteOrder;
import java.util.HexFormat;
import mptcp4j.linux.Requires;

/** Bytes written down in hexadecimal, for tests. */
public final class Bytes {
    private Bytes() {}

    /** Returns bytes whose order does not matter; spaces are ignored. */
    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** Returns bytes with numbers in them, which were written down on a little-endian machine. */
    public static byte[] little(String text) {
        Requires.that(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "these bytes are of a little-endian machine");
        return hex(text);
    }

    /** Returns the hexadecimal text, which a failed comparison can show. */
    public static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
