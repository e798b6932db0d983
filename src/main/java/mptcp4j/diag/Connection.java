package mptcp4j.diag;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import mptcp4j.MptcpInfo;
import mptcp4j.TcpState;

/**
 * One MPTCP connection, as it was when asked; one that fell back to TCP, too, as long as its socket is an MPTCP one. A
 * v4-mapped address is shown as IPv4, as the JDK does.
 *
 * @param local address and port at this end, of the first subflow
 * @param remote address and port at the peer, of the first subflow
 * @param state of the whole
 * @param info its measurements
 * @param receiveQueueBytes memory of data received that the program has not read
 * @param sendQueueBytes memory of data written that was not acknowledged
 * @param interfaceIndex the link that it is bound to, 0 for any
 * @param socket whose it is
 * @param subflows those that are not closed, the first one first and the others by address identifiers; absent where they
 *     were not asked for, and where the kernel does not tell: before 6.15 it needs CAP_NET_ADMIN in the namespace
 */
public record Connection(
        InetSocketAddress local,
        InetSocketAddress remote,
        TcpState state,
        MptcpInfo info,
        long receiveQueueBytes,
        long sendQueueBytes,
        int interfaceIndex,
        SocketIdentity socket,
        Optional<List<Subflow>> subflows) {
    public Connection {
        subflows = subflows.map(List::copyOf);
    }

    /** Returns the number that names it in its network namespace, from 0 to 2<sup>32</sup> - 1. */
    public long token() {
        return info.token();
    }

    /** Returns the subflow that it began with; empty where that is closed, and where subflows are absent. */
    public Optional<Subflow> initialSubflow() {
        return subflows.flatMap(all -> all.stream().filter(Subflow::initial).findFirst());
    }

    /** Returns which end this is; empty where that cannot be told, as the first subflow is not there to show it. */
    public Optional<Role> role() {
        return initialSubflow().map(Subflow::flags).flatMap(Connection::role);
    }

    private static Optional<Role> role(SubflowFlags flags) {
        if (flags.contains(SubflowFlag.MCAP_LOC)) {
            return Optional.of(Role.CLIENT);
        }
        return flags.contains(SubflowFlag.MCAP_REM) ? Optional.of(Role.SERVER) : Optional.empty();
    }

    Connection with(Optional<List<Subflow>> its) {
        return new Connection(
                local, remote, state, info, receiveQueueBytes, sendQueueBytes, interfaceIndex, socket, its);
    }
}
