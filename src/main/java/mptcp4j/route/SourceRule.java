package mptcp4j.route;

import java.util.OptionalInt;

/**
 * A rule to be made or removed: which table routes what comes from an address. Immutable.
 *
 * @param from the source of the packets
 * @param table the number of the routing table to look into, unsigned
 * @param priority the lowest is asked first; 0 lets the kernel put it before the others, but for that of local addresses
 * @param suppressedPrefixLength the table's routes to prefixes of this length or shorter do not count: 0 leaves out the default routes
 * @param protocol who makes it, by which it can be told from those of others; number 0 says nothing. Linux 4.17
 */
public record SourceRule(
        Prefix from, int table, long priority, OptionalInt suppressedPrefixLength, RouteProtocol protocol) {
    static final RouteProtocol NOBODY = new RouteProtocol(0);

    /** A rule of which nothing else is said. */
    public SourceRule(Prefix from, int table) {
        this(from, table, 0, OptionalInt.empty(), NOBODY);
    }
}
