package mptcp4j.daemon.policy;

import java.net.InetAddress;

/**
 * An address that the peer should be told of (ADD_ADDR, RFC 8684 section 3.4.1).
 *
 * @param address need not be one of this host: one behind NAT is not
 * @param port 0 for that of the connection
 * @param listen whether the daemon has to listen there, as no program does
 * @param why one line for people
 */
public record Announcement(InetAddress address, int port, boolean listen, String why) {}
