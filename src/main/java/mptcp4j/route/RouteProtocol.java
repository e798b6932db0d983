package mptcp4j.route;

import java.util.Map;

/**
 * Who made a route: {@code RTPROT_*} of {@code include/uapi/linux/rtnetlink.h}. Immutable; most numbers are routing
 * daemons' own.
 *
 * @param number from 0 to 255
 */
public record RouteProtocol(int number) {
    /** The kernel, with an address. */
    public static final RouteProtocol KERNEL = new RouteProtocol(2);
    /** {@code ip}, where nothing else is said. */
    public static final RouteProtocol BOOT = new RouteProtocol(3);
    /** The administrator. */
    public static final RouteProtocol STATIC = new RouteProtocol(4);
    /** A router advertisement. */
    public static final RouteProtocol RA = new RouteProtocol(9);
    /** A DHCP client. */
    public static final RouteProtocol DHCP = new RouteProtocol(16);

    private static final Map<RouteProtocol, String> NAMES =
            Map.of(KERNEL, "kernel", BOOT, "boot", STATIC, "static", RA, "ra", DHCP, "dhcp");

    /** Returns the word of {@code ip}, or the number where there is none here. */
    @Override
    public String toString() {
        return NAMES.getOrDefault(this, Integer.toString(number));
    }
}
