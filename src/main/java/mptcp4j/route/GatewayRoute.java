package mptcp4j.route;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A route through a gateway, to be made. Immutable.
 *
 * @param destination what it is for; {@link Prefix#any} for a default route
 * @param gateway the next hop, of the same family
 * @param link the index of the link to it
 * @param table the number of the routing table; 254 is the main one
 * @param congestionControl of the TCP connections that are opened over it, or null for the default
 */
public record GatewayRoute(
        Prefix destination,
        InetAddress gateway,
        int link,
        int table,
        @Nullable String congestionControl) {}
