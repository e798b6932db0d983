package mptcp4j.cli.words;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

/** Addresses in digits, as {@code inet_pton} reads them. */
public final class Addresses {
    private static final String DECIMAL_BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = DECIMAL_BYTE + "(\\." + DECIMAL_BYTE + "){3}";
    /** Enough for the JDK to take it for digits: it refuses what is no address, and looks nothing up. */
    private static final String IPV6 = "[\\p{XDigit}:.]*:[\\p{XDigit}:.]*";

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
}
