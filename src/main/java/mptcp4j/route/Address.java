package mptcp4j.route;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * An address of a link, as it was at the moment of the request. Immutable.
 *
 * @param link the index of the link
 * @param address the host's own, without a scope id. One of IPv4 is the same here, in {@code mptcp4j.diag}, and in {@code
 *     SubflowTuple.unmapped} of {@code mptcp4j.pm}
 * @param prefixLength how many leading bits name the network: of the peer's address where there is one, else of its own
 * @param peer the address of the other end, where the link is point to point
 * @param scope how far it reaches
 * @param flags what is to be known of it
 * @param preferred how long from then on it should be used for something new; empty is for ever
 * @param valid how long from then on it exists; empty is for ever
 */
public record Address(
        int link,
        InetAddress address,
        int prefixLength,
        Optional<InetAddress> peer,
        Scope scope,
        AddressFlags flags,
        Optional<Duration> preferred,
        Optional<Duration> valid) {
    /** Returns whether a socket can be bound to it: it is not tentative, or optimistic all the same, and nobody else has it. */
    public boolean usable() {
        boolean known = !flags.contains(AddressFlag.TENTATIVE) || flags.contains(AddressFlag.OPTIMISTIC);
        return known && !flags.contains(AddressFlag.DADFAILED);
    }

    /** Returns whether it is an IPv6 address for privacy, which will be replaced within hours or days (RFC 8981). */
    public boolean temporary() {
        return address instanceof Inet6Address && flags.contains(AddressFlag.SECONDARY);
    }

    /** Returns what stays when time goes by. */
    Address withoutLifetimes() {
        return new Address(link, address, prefixLength, peer, scope, flags, Optional.empty(), Optional.empty());
    }
}
