package mptcp4j.route;

import java.net.InetAddress;
import mptcp4j.linux.Abi;
import mptcp4j.linux.IpAddress;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.MalformedException;

/** IPv4 and IPv6 addresses, as rtnetlink writes them: 4 or 16 bytes in network order, by the family of the message. */
final class Inet {
    private static final int V4_SIZE = 4;
    private static final int V6_SIZE = 16;

    private Inet() {}

    /** Returns whether it is one of the two: a dump of all families has others. */
    static boolean isFamily(int family) {
        return family == Abi.AF_INET || family == Abi.AF_INET6;
    }

    static InetAddress address(int family, AttributeReader in) throws MalformedException {
        return address(in.bytes(family == Abi.AF_INET ? V4_SIZE : V6_SIZE));
    }

    /** An IPv6 address stays one, as {@code ::ffff:0.0.0.0/96} is no IPv4 prefix; {@link InetAddress} would make it IPv4. */
    static InetAddress address(byte[] bytes) {
        return IpAddress.of(bytes);
    }

    /** Returns the address of no host, from which the prefix of all addresses begins. */
    static InetAddress zero(int family) {
        return address(new byte[family == Abi.AF_INET ? V4_SIZE : V6_SIZE]);
    }

    static Prefix prefix(InetAddress address, int length) throws MalformedException {
        try {
            return new Prefix(address, length);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }
}
