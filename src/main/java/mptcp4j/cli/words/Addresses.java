package mptcp4j.cli.words;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.StringJoiner;

/** Addresses in digits, as {@code inet_pton} reads and {@code inet_ntop} writes them. */
public final class Addresses {
    private static final String DECIMAL_BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = DECIMAL_BYTE + "(\\." + DECIMAL_BYTE + "){3}";
    /** Enough for the JDK to take it for digits: it refuses what is no address, and looks nothing up. */
    private static final String IPV6 = "[\\p{XDigit}:.]*:[\\p{XDigit}:.]*";

    private static final int GROUPS = 8;
    private static final String MAPPED = "00000000000000000000ffff";

    private Addresses() {}

    /** Returns the address; nothing for a name, a scope, a prefix, or less than four decimal numbers. */
    static Optional<InetAddress> parse(String text) {
        boolean six = text.matches(IPV6);
        if (!six && !text.matches(IPV4)) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(six ? "[" + text + "]" : text);
            return Optional.of(six && address instanceof Inet4Address ? mapped(address) : address);
        } catch (UnknownHostException e) {
            return Optional.empty(); // digits and colons that make no address
        }
    }

    /** The JDK takes {@code ::ffff:10.0.0.1} for 10.0.0.1; to the kernel it is another one. */
    private static InetAddress mapped(InetAddress four) throws UnknownHostException {
        byte[] bytes = HexFormat.of().parseHex(MAPPED + HexFormat.of().formatHex(four.getAddress()));
        return Inet6Address.getByAddress(null, bytes, -1);
    }

    /** Returns the shortest text for it: the longest row of zeros in IPv6 as two colons, and no name, no scope. */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? four(bytes, 0) : six(bytes);
    }

    private static String four(byte[] bytes, int from) {
        var text = new StringJoiner(".");
        for (int i = from; i < from + 4; i++) {
            text.add(Integer.toString(Byte.toUnsignedInt(bytes[i])));
        }
        return text.toString();
    }

    private static String six(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = Byte.toUnsignedInt(bytes[2 * i]) << 8 | Byte.toUnsignedInt(bytes[2 * i + 1]);
        }
        int zeros = 0;
        int zerosAt = -1;
        for (int i = 0; i < GROUPS; i++) {
            int length = zerosFrom(groups, i);
            if (length > Math.max(zeros, 1)) {
                zeros = length;
                zerosAt = i;
            }
        }
        if (zerosAt < 0) {
            return hex(groups, 0, GROUPS);
        }
        boolean embedsFour = zerosAt == 0 && (zeros == 6 || (zeros == 5 && groups[5] == 0xffff));
        String tail = embedsFour
                ? (zeros == 5 ? "ffff:" : "") + four(bytes, bytes.length - 4)
                : hex(groups, zerosAt + zeros, GROUPS);
        return hex(groups, 0, zerosAt) + "::" + tail;
    }

    private static int zerosFrom(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String hex(int[] groups, int from, int to) {
        var text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
