package mptcp4j.socket;

import java.net.InetSocketAddress;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.pm.Reset;

/**
 * What happens to one connection, as {@link MptcpConnection#onEvent} tells it. Ids of subflows are those of {@link Subflow#id}. All
 * are immutable, and equal when all components are.
 */
public sealed interface ConnectionEvent {
    /**
     * A subflow joined the connection; the first one does not join. Each is followed by one {@link SubflowClosed} with its id.
     *
     * @param subflow as it was when it was last read, which may be a little earlier or later
     */
    record SubflowEstablished(Subflow subflow) implements ConnectionEvent {}

    /**
     * A subflow ended: the first one, one that joined, or one that never came to be, which no {@link SubflowEstablished} goes before.
     * With the connection, all that are left end.
     *
     * @param id 0 if it ended before it could be read, as a refused one may; it is not told as established then
     * @param local address and port at this end
     * @param remote address and port at the peer
     * @param error what it ended with; empty where there was no error, where it ended with the connection, and where the
     *     subflows are polled. {@code ECONNREFUSED}: the peer refused it. {@code ECONNABORTED}: it was killed at this end
     * @param reset the reason of the peer's MP_TCPRST (RFC 8684 section 3.6) where it gave one. Linux 5.13
     */
    record SubflowClosed(
            long id, InetSocketAddress local, InetSocketAddress remote, Optional<Errno> error, Optional<Reset> reset)
            implements ConnectionEvent {}

    /**
     * It changed who wants a subflow as a backup (RFC 8684 section 3.3.8).
     *
     * @param id of the subflow
     * @param backup as {@link Subflow#isBackup}: whether this end wants it so now
     * @param backupOfPeer as {@link Subflow#isBackupOfPeer}: whether the peer does
     */
    record SubflowPriorityChanged(long id, boolean backup, boolean backupOfPeer) implements ConnectionEvent {}

    /**
     * The peer announced an address (ADD_ADDR, RFC 8684 section 3.4.1). Only the kernel's events tell it.
     *
     * @param id for {@link SubflowSpec#toAnnounced}, from 1 to 255. A peer may send 0, which is the address that the connection began
     *     with there (RFC 8684 section 3.2): {@link SubflowSpec#any} goes to that
     * @param address with the connection's port where the peer gave none; with port 0 for that before Linux 5.19
     */
    record AddressAnnounced(int id, InetSocketAddress address) implements ConnectionEvent {}

    /**
     * The peer withdrew an address (REMOVE_ADDR, RFC 8684 section 3.4.2). Only the kernel's events tell it.
     *
     * @param id from 0 to 255; 0 is the address that the connection began with there
     */
    record AddressRemoved(int id) implements ConnectionEvent {}

    /**
     * The connection is over: the socket was closed here, the peer aborted the connection (MP_FASTCLOSE), both ends have ended it, or no
     * subflow came back in time ({@code net.mptcp.close_timeout}). The last event. That the peer closed its end is none: data may go
     * there still.
     */
    record ConnectionClosed() implements ConnectionEvent {}
}
