package mptcp4j.route;

/**
 * A rule to be made: which table routes what comes from an address. Immutable.
 *
 * @param from the source of the packets
 * @param table the number of the routing table to look into
 */
public record SourceRule(Prefix from, int table) {}
