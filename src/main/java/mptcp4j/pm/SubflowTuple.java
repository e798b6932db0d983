package mptcp4j.pm;

import java.net.InetSocketAddress;

/**
 * The addresses of a subflow: what tells it from the other subflows of its connection. Immutable. The addresses are those that
 * the kernel knows it by: where a socket of IPv6 speaks to an address of IPv4, they are {@code ::ffff:10.0.0.1}, which the
 * JDK would show as {@code 10.0.0.1}.
 *
 * @param local our address and port
 * @param remote the peer's address and port
 * @param localId the id of our address in this connection; 0 is that of the connection's first subflow
 * @param remoteId the id of the peer's address in this connection; 0 is that of the connection's first subflow
 */
public record SubflowTuple(InetSocketAddress local, InetSocketAddress remote, int localId, int remoteId) {}
