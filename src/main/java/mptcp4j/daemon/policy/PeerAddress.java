package mptcp4j.daemon.policy;

import java.net.InetSocketAddress;

/**
 * Where the peer can be reached.
 *
 * @param id under which it has announced that (RFC 8684 section 3.4.1); 0 for where the connection began
 * @param address IPv4 is IPv4; the port is that which subflows go to
 */
public record PeerAddress(int id, InetSocketAddress address) {}
