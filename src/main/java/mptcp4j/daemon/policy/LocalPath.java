package mptcp4j.daemon.policy;

import java.net.InetAddress;

/**
 * An address of this host that subflows may go from, and what the rules for interfaces say of its link.
 *
 * @param address IPv4 or IPv6, without scope
 * @param link the index of the interface
 * @param interfaceName its name by now
 * @param cost where less is better; equal ones are used alike
 * @param backup whether subflows from here are backup whatever the policy says
 * @param metered whether bytes cost money
 * @param weight what it can carry beside others, 1 by default: of paths that cost the same the heavier comes first, which counts where a
 *     connection may not have a subflow on each, and one takes as much of the peer's addresses as it weighs
 */
public record LocalPath(
        InetAddress address, int link, String interfaceName, int cost, boolean backup, boolean metered, int weight) {
    /**
     * Returns whether a subflow from here may go there: the IP version is the same, and what is valid on one link or host alone (IPv4
     * 127/8 and 169.254/16, IPv6 ::1 and fe80::/10) goes to its like.
     */
    public boolean reaches(PeerAddress peer) {
        InetAddress there = peer.address().getAddress();
        return address.getClass() == there.getClass()
                && address.isLoopbackAddress() == there.isLoopbackAddress()
                && address.isLinkLocalAddress() == there.isLinkLocalAddress();
    }

    /** Returns the same of another address of the link. */
    LocalPath withAddress(InetAddress other) {
        return new LocalPath(other, link, interfaceName, cost, backup, metered, weight);
    }
}
