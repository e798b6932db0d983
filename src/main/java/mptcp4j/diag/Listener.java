package mptcp4j.diag;

import java.net.InetSocketAddress;

/**
 * A socket on which MPTCP connections may be accepted.
 *
 * @param local where it listens; the wildcard address of IPv6 for IPv4, too, unless the program asked for IPv6 alone
 * @param waiting connections that nobody has accepted yet, plain TCP ones included
 * @param backlog how many may wait
 * @param interfaceIndex the link that it is bound to, 0 for any
 * @param socket whose it is
 */
public record Listener(
        InetSocketAddress local, long waiting, long backlog, int interfaceIndex, SocketIdentity socket) {}
