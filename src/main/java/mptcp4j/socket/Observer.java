package mptcp4j.socket;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.diag.SubflowFlags;

/** Reads what a connection is now. Not thread-safe. */
final class Observer {
    /** A thread in another network namespace; a kernel without sock_diag, or without what it needs for TCP; no privilege before 6.15. */
    private static final Set<Errno> NOT_TOLD =
            Set.of(Errno.EINVAL, Errno.EOPNOTSUPP, Errno.EPROTONOSUPPORT, Errno.EPERM);

    private final MptcpConnection connection;
    private final ConnectionDescriptor descriptor;
    private boolean told;
    private Look last = Look.NOTHING;

    /** @param told whether sock_diag tells this process of subflows: to everyone since Linux 6.15 */
    Observer(MptcpConnection connection, ConnectionDescriptor descriptor, boolean told) {
        this.connection = connection;
        this.descriptor = descriptor;
        this.told = told;
    }

    /** @return empty if the connection is over. Of one that has fallen back to TCP, what it was before */
    Optional<Look> look() throws IOException {
        try {
            if (descriptor.hasLostItsPeer()) {
                return Optional.empty();
            }
            Optional<List<Subflow>> subflows = subflows();
            if (subflows.isPresent()) {
                last = new Look(subflows.get(), priorities(subflows.get()));
            }
            return Optional.of(last);
        } catch (ClosedChannelException e) {
            return Optional.empty();
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.ENOTCONN)) { // the peer has aborted it since it was asked for
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns empty if the connection has fallen back. */
    private Optional<List<Subflow>> subflows() throws IOException {
        try {
            return Optional.of(connection.subflows());
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.EOPNOTSUPP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Map<Long, Look.Priority> priorities(List<Subflow> subflows) throws IOException {
        var priorities = new HashMap<Long, Look.Priority>();
        for (Subflow subflow : subflows) {
            details(subflow).ifPresent(its -> priorities.put(subflow.id(), priority(its.flags())));
        }
        return priorities;
    }

    /** Returns what sock_diag knows of a subflow; empty where it tells this thread nothing, and if the subflow has ended. */
    Optional<mptcp4j.diag.Subflow> details(Subflow subflow) throws IOException {
        if (!told) {
            return Optional.empty();
        }
        try {
            return subflow.lookUp();
        } catch (LinuxException e) {
            if (!NOT_TOLD.contains(e.errno())) {
                throw e;
            }
            told = false;
            return Optional.empty();
        }
    }

    /**
     * Returns whether data may go over an established subflow, as far as the kernel tells. It may over the first one before it is
     * known that the peer has understood MP_CAPABLE.
     */
    boolean isUsable(Subflow subflow) throws IOException {
        Optional<mptcp4j.diag.Subflow> details = details(subflow);
        if (details.isEmpty()) {
            return !told; // where it is told, the subflow has ended meanwhile
        }
        return details.get().initial() || details.get().flags().contains(SubflowFlag.FULLY_ESTABLISHED);
    }

    private static Look.Priority priority(SubflowFlags flags) {
        return new Look.Priority(flags.contains(SubflowFlag.BKUP_LOC), flags.contains(SubflowFlag.BKUP_REM));
    }
}
