package mptcp4j.route;

/**
 * Which table routes what comes from an address. Immutable.
 *
 * @param from the source of the packets
 * @param table the number of the routing table to look into
 */
public record Rule(Prefix from, int table) {}
