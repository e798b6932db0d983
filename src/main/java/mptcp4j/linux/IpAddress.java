package mptcp4j.linux;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * IPv4 and IPv6 addresses of their bytes, which are in network order. An IPv4 address may be written as IPv6 ({@code
 * ::ffff:10.0.0.1}, RFC 4291 section 2.5.5.2). To the kernel that is another one; {@link InetAddress} makes IPv4 of it.
 */
public final class IpAddress {
    private static final int IPV6_SIZE = 16;
    private static final int IPV4_AT = 12;
    private static final int GROUPS = 8;
    private static final int NO_SCOPE = -1;

    private static final String DECIMAL_BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String DIGITS_OF_4 = DECIMAL_BYTE + "(\\." + DECIMAL_BYTE + "){3}";
    /** Enough for the JDK to take it for digits: it refuses what is no address, and looks nothing up. */
    private static final String DIGITS_OF_6 = "[\\p{XDigit}:.]*:[\\p{XDigit}:.]*";

    private IpAddress() {}

    /**
     * Returns the address of 4 or 16 bytes, one of 16 as IPv6 whatever is in it.
     *
     * @throws IllegalArgumentException if they are another number
     */
    public static InetAddress of(byte[] bytes) {
        return bytes.length == IPV6_SIZE ? six(bytes, NO_SCOPE) : plain(bytes);
    }

    /**
     * Returns the address in digits, as {@code inet_pton} reads it; one of IPv4 in IPv6 stays IPv6. Empty for a name, a scope, a
     * prefix, or less than four decimal numbers: nothing is looked up.
     */
    public static Optional<InetAddress> parse(String text) {
        boolean six = text.matches(DIGITS_OF_6);
        if (!six && !text.matches(DIGITS_OF_4)) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(six ? "[" + text + "]" : text);
            return Optional.of(six && address instanceof Inet4Address four ? mapped(four) : address);
        } catch (UnknownHostException e) {
            return Optional.empty(); // digits and colons that make no address
        }
    }

    /** Returns the address of 4 or 16 bytes, IPv4 where it is. @throws IllegalArgumentException if they are another number */
    public static InetAddress plain(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes: " + bytes.length, e);
        }
    }

    /** Returns the same without a name and a scope, IPv4 where it is. */
    public static InetAddress plain(InetAddress address) {
        return plain(address.getAddress());
    }

    /**
     * Returns the same without a name and a scope, IPv4 where it is.
     *
     * @throws IllegalArgumentException if it is not resolved
     */
    public static InetSocketAddress plain(InetSocketAddress address) {
        return new InetSocketAddress(plain(resolved(address)), address.getPort());
    }

    /**
     * As {@link #plain(byte[])}, in a scope where it is IPv6.
     *
     * @param scope the index of a link, 0 for none
     */
    public static InetAddress plain(byte[] bytes, int scope) {
        InetAddress address = plain(bytes);
        return scope != 0 && address instanceof Inet6Address ? six(bytes, scope) : address;
    }

    /** Returns an IPv4 address written as IPv6. */
    public static InetAddress mapped(Inet4Address address) {
        byte[] bytes = new byte[IPV6_SIZE];
        bytes[IPV4_AT - 2] = (byte) 0xff;
        bytes[IPV4_AT - 1] = (byte) 0xff;
        System.arraycopy(address.getAddress(), 0, bytes, IPV4_AT, IPV6_SIZE - IPV4_AT);
        return six(bytes, NO_SCOPE);
    }

    /** Returns the address without the port. @throws IllegalArgumentException if it is not resolved */
    public static InetAddress resolved(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        if (resolved == null) {
            throw new IllegalArgumentException("not an address: " + address);
        }
        return resolved;
    }

    private static InetAddress six(byte[] bytes, int scope) {
        try {
            return Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are always an address", e);
        }
    }

    /** Returns the shortest text for it: the longest row of zeros in IPv6 as two colons, and no name, no scope. */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? four(bytes, 0) : shortest(bytes);
    }

    private static String four(byte[] bytes, int from) {
        var text = new StringJoiner(".");
        for (int i = from; i < from + 4; i++) {
            text.add(Integer.toString(Byte.toUnsignedInt(bytes[i])));
        }
        return text.toString();
    }

    private static String shortest(byte[] bytes) {
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
