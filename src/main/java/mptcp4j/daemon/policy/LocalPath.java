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
 * @param weight its share where a policy spreads something, 1 by default
 */
public record LocalPath(
        InetAddress address, int link, String interfaceName, int cost, boolean backup, boolean metered, int weight) {}
