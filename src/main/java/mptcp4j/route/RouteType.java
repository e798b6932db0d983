package mptcp4j.route;

import java.util.Map;

/**
 * What becomes of a packet that a route matches: {@code RTN_*} of {@code include/uapi/linux/rtnetlink.h}. Immutable.
 *
 * @param number the kernel's, from 0 to 255
 */
public record RouteType(int number) {
    /** It is sent to a next hop. */
    public static final RouteType UNICAST = new RouteType(1);
    /** It is for this host. */
    public static final RouteType LOCAL = new RouteType(2);

    public static final RouteType BROADCAST = new RouteType(3);
    public static final RouteType ANYCAST = new RouteType(4);
    public static final RouteType MULTICAST = new RouteType(5);
    /** It is dropped; a sender here gets EINVAL. */
    public static final RouteType BLACKHOLE = new RouteType(6);
    /** It is refused; a sender here gets EHOSTUNREACH. */
    public static final RouteType UNREACHABLE = new RouteType(7);
    /** It is refused; a sender here gets EACCES. */
    public static final RouteType PROHIBIT = new RouteType(8);
    /** The next rule decides. */
    public static final RouteType THROW = new RouteType(9);

    private static final Map<RouteType, String> NAMES = Map.of(
            UNICAST, "unicast",
            LOCAL, "local",
            BROADCAST, "broadcast",
            ANYCAST, "anycast",
            MULTICAST, "multicast",
            BLACKHOLE, "blackhole",
            UNREACHABLE, "unreachable",
            PROHIBIT, "prohibit",
            THROW, "throw");

    /** Returns the word of {@code ip}, or the number where it has none. */
    @Override
    public String toString() {
        return NAMES.getOrDefault(this, Integer.toString(number));
    }
}
