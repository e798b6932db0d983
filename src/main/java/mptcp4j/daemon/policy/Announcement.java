package mptcp4j.daemon.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An address that the peer should be told of (ADD_ADDR, RFC 8684 section 3.4.1).
 *
 * @param address need not be one of this host: one behind NAT is not
 * @param port 0 for that of the connection
 * @param listenAt where subflows to it arrive, and the daemon has to listen if no program does: an address of this host, which behind
 *     NAT is another one, and a port, 0 for that of the connection; empty where a program is known to listen
 * @param why one line for people
 */
public record Announcement(InetAddress address, int port, Optional<InetSocketAddress> listenAt, String why) {}
