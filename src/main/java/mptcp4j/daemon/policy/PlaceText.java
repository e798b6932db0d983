package mptcp4j.daemon.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a person writes for a {@link Announce.Place}. No name is looked up. */
final class PlaceText {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::(\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F:][0-9a-fA-F:.]*:[0-9a-fA-F:.]*)");
    private static final Pattern IPV6_IN_BRACKETS = Pattern.compile("\\[" + IPV6.pattern() + "](?::(\\d{1,5}))?");
    private static final String AT = " at ";
    private static final String BROADCAST = "255.255.255.255";
    private static final int MAX_PORT = 65535;
    private static final int MAX_BYTE = 255;

    private PlaceText() {}

    static Announce.Place parse(String text) {
        int at = text.indexOf(AT);
        if (at < 0) {
            InetSocketAddress address = address(text, text.strip());
            return new Announce.Place(address.getAddress(), address.getPort(), Optional.empty());
        }
        InetSocketAddress there = address(text, text.substring(0, at).strip());
        InetSocketAddress here = address(text, text.substring(at + AT.length()).strip());
        return new Announce.Place(there.getAddress(), there.getPort(), Optional.of(here));
    }

    private static InetSocketAddress address(String whole, String text) {
        for (Pattern pattern : new Pattern[] {IPV4, IPV6, IPV6_IN_BRACKETS}) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.matches()) {
                String port = matcher.groupCount() < 2 ? null : matcher.group(2);
                int number = port == null ? 0 : Integer.parseInt(port);
                if (port != null && (number < 1 || number > MAX_PORT)) {
                    throw new IllegalArgumentException("port " + number + " in '" + whole + "', 1 to " + MAX_PORT);
                }
                return new InetSocketAddress(literal(whole, matcher.group(1)), number);
            }
        }
        throw wrong(whole);
    }

    private static InetAddress literal(String whole, String text) {
        boolean six = text.indexOf(':') >= 0;
        if (!six && Stream.of(text.split("\\.", -1)).anyMatch(part -> Integer.parseInt(part) > MAX_BYTE)) {
            throw wrong(whole);
        }
        try {
            InetAddress address = InetAddress.getByName(six ? "[" + text + "]" : text);
            boolean ofAHost = !address.isAnyLocalAddress() && !address.isMulticastAddress() && !text.equals(BROADCAST);
            // IPv4 in IPv6 is IPv4 to Java
            if (!ofAHost || six != address instanceof Inet6Address) {
                throw new IllegalArgumentException("'" + whole + "' is no address of one host");
            }
            return address;
        } catch (UnknownHostException e) {
            throw (IllegalArgumentException) wrong(whole).initCause(e);
        }
    }

    private static IllegalArgumentException wrong(String whole) {
        return new IllegalArgumentException("not an address: '" + whole
                + "', but ADDRESS, ADDRESS:PORT or [IPv6]:PORT, and ' at ' and another where it arrives");
    }
}
