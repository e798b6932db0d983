package mptcp4j.route;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A packet that this host would send, to ask how it would leave. Immutable.
 *
 * @param destination where it goes
 * @param source its source, which has to be an address of this host; empty lets the kernel choose
 * @param link the index of the link that its socket is bound to, or 0
 */
public record RouteQuery(InetAddress destination, Optional<InetAddress> source, int link) {
    /** Returns a packet to an address. */
    public static RouteQuery to(InetAddress destination) {
        return new RouteQuery(destination, Optional.empty(), 0);
    }

    /** Returns the same packet from this source. */
    public RouteQuery from(InetAddress newSource) {
        return new RouteQuery(destination, Optional.of(newSource), link);
    }

    /** Returns the same packet from a socket that is bound to a link. */
    public RouteQuery boundTo(int newLink) {
        return new RouteQuery(destination, source, newLink);
    }
}
