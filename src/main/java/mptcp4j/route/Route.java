package mptcp4j.route;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A route, as it was at the moment of the request. Immutable.
 *
 * @param destination what it is for; {@link Prefix#any} for a default route
 * @param source what it is for, too: packets from there; {@link Prefix#any} for all. Only IPv6 has others, and what
 *     {@link Rtnetlink#lookup} was asked
 * @param tos the type of service of the packets that it is for, 0 for all that no other route is for; IPv4 only
 * @param table the number of the routing table, unsigned; 254 is the main one
 * @param priority among routes to the same destination, the lowest wins; {@code metric} in the words of {@code ip}
 * @param preferredSource the source of packets that have none yet
 * @param type what becomes of the packets
 * @param scope how far the destination is
 * @param protocol who made it
 * @param nextHops where it leads; several share the flows, and none is where the type says enough
 * @param nextHopObject the number of the next hop object that it uses ({@code ip nexthop}, Linux 5.3), or 0
 */
public record Route(
        Prefix destination,
        Prefix source,
        int tos,
        int table,
        long priority,
        Optional<InetAddress> preferredSource,
        RouteType type,
        Scope scope,
        RouteProtocol protocol,
        List<NextHop> nextHops,
        int nextHopObject) {
    /** The number of the main table. */
    public static final int MAIN = 254;

    public Route {
        nextHops = List.copyOf(nextHops);
    }

    /** Returns whether it is for every packet: to any destination, from any source, with any type of service. */
    public boolean isDefault() {
        return destination.length() == 0 && source.length() == 0 && tos == 0;
    }

    /** Returns whether it leads out of a link. */
    public boolean leavesThrough(int link) {
        return nextHops.stream().anyMatch(hop -> hop.link() == link);
    }
}
