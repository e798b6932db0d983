package mptcp4j.diag;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;

/**
 * One subflow of a {@link Connection}, as it was when asked. It may be of another IP version than the connection. A v4-mapped
 * address is shown as IPv4, as the JDK does; an event of {@code mptcp4j.pm} has that in {@code SubflowTuple.unmapped}.
 *
 * @param local address and port at this end
 * @param remote address and port at the peer
 * @param state of TCP. A subflow that has ended and waits for late packets (TIME_WAIT) is not told any more
 * @param interfaceIndex the link that it is bound to, 0 where the routes decide
 * @param token of the connection
 * @param remoteToken the peer's token; empty unless this end made the subflow by MP_JOIN
 * @param localId address identifier of this end (RFC 8684 section 3.2), from 0 to 255
 * @param remoteId address identifier of the peer, from 0 to 255
 * @param flags how it came to be and what it is for
 * @param cookie names the subflow, and no other one until the machine is started again
 * @param receiveQueueBytes bytes received that the connection has not taken
 * @param sendQueueBytes bytes sent that the peer has not acknowledged, and those to be sent
 * @param tcpInfo its measurements; empty unless asked for by {@link Detail#MEASUREMENTS}
 */
public record Subflow(
        InetSocketAddress local,
        InetSocketAddress remote,
        TcpState state,
        int interfaceIndex,
        long token,
        OptionalLong remoteToken,
        int localId,
        int remoteId,
        SubflowFlags flags,
        long cookie,
        long receiveQueueBytes,
        long sendQueueBytes,
        Optional<TcpInfo> tcpInfo) {
    /** Returns whether the connection began with it. */
    public boolean initial() {
        return !flags.contains(SubflowFlag.JOIN_LOC) && !flags.contains(SubflowFlag.JOIN_REM);
    }
}
