package mptcp4j.route;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A route out of one link, to be made or removed. Immutable.
 *
 * @param destination what it is for; {@link Prefix#any} for a default route
 * @param gateway the next hop, of the same family; empty where the destination is on the link itself
 * @param onLink whether the gateway is taken to be on the link though it is on no network of it
 * @param link the index of the link
 * @param table the number of the routing table, unsigned
 * @param protocol who makes it, by which it can be told from those of others
 */
public record LinkRoute(
        Prefix destination,
        Optional<InetAddress> gateway,
        boolean onLink,
        int link,
        int table,
        RouteProtocol protocol) {}
