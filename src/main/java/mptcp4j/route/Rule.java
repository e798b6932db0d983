package mptcp4j.route;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A rule of policy routing, as it was at the moment of the request: which table to look into for what. Immutable.
 *
 * @param priority the lowest is asked first
 * @param from the source of the packets; {@link Prefix#any} for all, and for those whose source is not chosen yet
 * @param to their destination
 * @param mark of the packets, in the bits of the mask
 * @param mask of the mark; 0 for packets with any mark
 * @param incoming the name of the link that they came through; {@code lo} for what this host sends
 * @param outgoing the name of the link that their socket is bound to
 * @param action what happens to them
 * @param table for {@link RuleAction#LOOKUP} the number of the table, unsigned
 * @param suppressedPrefixLength the table's routes to prefixes of this length or shorter do not count, so the next rule
 *     decides: 0 leaves out the default routes; empty where all count
 * @param target for {@link RuleAction#GOTO} the priority of the rule to go on at
 * @param otherSelectors whether it chooses by something else, too, such as a user, a port, the reverse of all this, or the
 *     group of the link that the route leads to ({@code suppress_ifgroup})
 * @param protocol who made it
 */
public record Rule(
        long priority,
        Prefix from,
        Prefix to,
        int mark,
        int mask,
        Optional<String> incoming,
        Optional<String> outgoing,
        RuleAction action,
        int table,
        OptionalInt suppressedPrefixLength,
        long target,
        boolean otherSelectors,
        RouteProtocol protocol) {}
