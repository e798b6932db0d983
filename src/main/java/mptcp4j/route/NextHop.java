package mptcp4j.route;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a route leads. Immutable.
 *
 * @param gateway the router; empty where the destination is on the link itself. An IPv4 route may have an IPv6 gateway
 * @param link the index of the link that packets leave through, or 0
 * @param weight the share of this one among the next hops of a route, from 1
 * @param flags {@code RTNH_F_*} of {@code include/uapi/linux/rtnetlink.h}, all that the kernel reports
 */
public record NextHop(Optional<InetAddress> gateway, int link, int weight, int flags) {
    private static final int RTNH_F_DEAD = 1;
    private static final int RTNH_F_ONLINK = 4;
    private static final int RTNH_F_LINKDOWN = 16;

    /** Returns whether the gateway is taken to be on the link though it is on no network of it. */
    public boolean onLink() {
        return (flags & RTNH_F_ONLINK) != 0;
    }

    /** Returns whether nothing can go there: its link is down, or has no carrier. */
    public boolean dead() {
        return (flags & (RTNH_F_DEAD | RTNH_F_LINKDOWN)) != 0;
    }
}
