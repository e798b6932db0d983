package mptcp4j.socket;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.diag.SubflowFlags;

/** Reads what a connection is now. Not thread-safe. */
final class Observer {
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
            List<Subflow> subflows = connection.subflows();
            last = new Look(subflows, priorities(subflows));
        } catch (ClosedChannelException e) {
            return Optional.empty();
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.EOPNOTSUPP)) {
                throw e;
            }
        }
        return Optional.of(last);
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
            if (!e.errno().equals(Errno.EINVAL)) {
                throw e;
            }
            told = false; // this thread is in another network namespace
            return Optional.empty();
        }
    }

    private static Look.Priority priority(SubflowFlags flags) {
        return new Look.Priority(flags.contains(SubflowFlag.BKUP_LOC), flags.contains(SubflowFlag.BKUP_REM));
    }
}
