package mptcp4j.socket;

import java.net.InetSocketAddress;
import mptcp4j.TcpInfo;

/**
 * One subflow of a connection, as it was when asked.
 *
 * @param id names the subflow within its connection and is never used again there; the first is 1. It is neither of the
 *     address identifiers of RFC 8684
 * @param local address and port at this end
 * @param remote address and port at the peer
 * @param tcpInfo its state and measurements
 */
public record Subflow(long id, InetSocketAddress local, InetSocketAddress remote, TcpInfo tcpInfo) {}
