package mptcp4j.route;

import java.util.Optional;

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
 * @param target for {@link RuleAction#GOTO} the priority of the rule to go on at
 * @param otherSelectors whether it chooses by something else, too, such as a user, a port, or the reverse of all this
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
        long target,
        boolean otherSelectors) {}
