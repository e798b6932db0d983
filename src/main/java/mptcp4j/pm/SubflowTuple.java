package mptcp4j.pm;

import java.net.InetSocketAddress;
import mptcp4j.linux.IpAddress;

/**
 * The addresses of a subflow: what tells it from the other subflows of its connection. Immutable. The addresses are those that
 * the kernel knows it by: where a socket for IPv6, as those of the JDK are, speaks to an address of IPv4, they are {@code
 * ::ffff:10.0.0.1}. The JDK, {@code mptcp4j.diag}, {@code mptcp4j.socket} and {@code mptcp4j.route} have {@code 10.0.0.1} for
 * it, which {@link #unmapped} returns: compare those.
 *
 * @param local our address and port
 * @param remote the peer's address and port
 * @param localId the id of our address in this connection; 0 is that of the connection's first subflow
 * @param remoteId the id of the peer's address in this connection; 0 is that of the connection's first subflow
 */
public record SubflowTuple(InetSocketAddress local, InetSocketAddress remote, int localId, int remoteId) {
    /** Returns the same with {@code ::ffff:10.0.0.1} as {@code 10.0.0.1}. Other addresses are what they were. */
    public SubflowTuple unmapped() {
        return new SubflowTuple(IpAddress.plain(local), IpAddress.plain(remote), localId, remoteId);
    }
}
