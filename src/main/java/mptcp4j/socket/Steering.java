package mptcp4j.socket;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.SubflowCommands;

/** Commands on what a connection has: its subflows and the addresses that its peer knows. */
final class Steering {
    private static final String KERNELS = "userspace PM not selected";
    private static final String REMEDY = "the kernel's own path manager has the connection. Set net.mptcp.pm_type to 1"
            + " in this network namespace before the socket is made";

    private final MptcpConnection connection;
    private final Control control;
    private final LocalIds ids;
    private final SubflowOpener opener;

    Steering(MptcpConnection connection, Control control, LocalIds ids, SubflowOpener opener) {
        this.opener = opener;
        this.connection = connection;
        this.control = control;
        this.ids = ids;
    }

    /** Returns what to do about a refusal, or nothing; where a privilege is missing the kernel's door says which. */
    static String remedy(LinuxException refusal) {
        return isKernels(refusal) ? REMEDY : "";
    }

    /** Returns whether a connection cannot be steered because the kernel's path manager has it. */
    static boolean isKernels(LinuxException refusal) {
        return refusal.errno().equals(Errno.EINVAL)
                && String.valueOf(refusal.detail()).contains(KERNELS);
    }

    /** Returns whether a command found that the namespace has no connection of this token any more. */
    static boolean isGone(LinuxException refusal) {
        return refusal.errno().equals(Errno.EINVAL)
                && String.valueOf(refusal.detail()).contains("invalid token");
    }

    /** Returns a subflow. @throws LinuxException ESRCH if there is none of that id; ENOTCONN if the connection is gone */
    Subflow subflow(long id) throws IOException {
        List<Subflow> all = connection.subflows();
        Optional<Subflow> found =
                all.stream().filter(subflow -> subflow.id() == id).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        control.token();
        throw new LinuxException(
                "find subflow " + id,
                Errno.ESRCH,
                "the connection has no such subflow, but "
                        + all.stream().map(Subflow::id).toList());
    }

    void close(long id) throws IOException {
        Subflow subflow = subflow(id);
        try {
            control.pathManager().destroySubflow(subflow.local(), subflow.remote());
        } catch (LinuxException e) {
            if (isKernels(e)) {
                reset(subflow);
            } else if (!e.errno().equals(Errno.ESRCH)) { // it has ended meanwhile
                throw advised(e);
            }
        }
    }

    private void reset(Subflow subflow) throws IOException {
        Optional<mptcp4j.diag.Subflow> its = subflow.lookUp();
        try {
            if (its.isPresent()) {
                control.connections().destroy(its.get());
            }
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.ENOENT)) { // it has ended meanwhile
                throw advised(e, REMEDY);
            }
        }
    }

    void setBackup(long id, boolean backup) throws IOException {
        Subflow subflow = subflow(id);
        try {
            control.pathManager().setBackup(subflow.local(), subflow.remote(), backup);
        } catch (LinuxException e) {
            if (isKernels(e)) {
                setBackupOfEndpoint(subflow.local().getAddress(), backup);
            } else if (e.errno().equals(Errno.EINVAL)
                    && String.valueOf(e.detail()).contains("subflow not found")) {
                throw withCause(new LinuxException(e.operation(), Errno.ESRCH, e.detail()), e);
            } else {
                throw advised(e);
            }
        }
    }

    /** SET_FLAGS replaces all flags that it can change, so the other one goes along. */
    private void setBackupOfEndpoint(InetAddress address, boolean backup) throws IOException {
        PathManager pathManager = control.wholePathManager();
        Endpoint endpoint = pathManager.endpoints().stream()
                .filter(one -> IpAddress.plain(one.address()).equals(address))
                .findFirst()
                .orElseThrow(() -> new LinuxException(
                        "set backup",
                        Errno.EOPNOTSUPP,
                        REMEDY + "; its endpoints can be made backups, but none is " + address.getHostAddress()));
        var flags = new ArrayList<EndpointFlag>();
        if (backup) {
            flags.add(EndpointFlag.BACKUP);
        }
        if (endpoint.flags().contains(EndpointFlag.FULLMESH)) {
            flags.add(EndpointFlag.FULLMESH);
        }
        try {
            pathManager.change(endpoint.id(), flags.toArray(EndpointFlag[]::new));
        } catch (LinuxException e) {
            throw advised(e);
        } finally {
            Reference.reachabilityFence(control); // the cleaner closes the doors of who is not used any more
        }
    }

    Subflow duplicate(long id, Duration timeout) throws IOException {
        return opener.open(planLike(id), timeout);
    }

    Subflow refresh(long id, Refresh order, Duration timeout) throws IOException {
        SubflowPlan plan = planLike(id);
        if (order == Refresh.BREAK_BEFORE_MAKE) {
            close(id);
            return opener.open(plan, timeout);
        }
        Subflow next = opener.open(plan, timeout);
        closeIfThere(id);
        return next;
    }

    /** Where the peer began it, it came from a port of the peer's where nothing listens. */
    private SubflowPlan planLike(long id) throws IOException {
        mptcp4j.diag.Subflow its = subflow(id).details();
        if (!its.flags().contains(SubflowFlag.MCAP_LOC) && !its.flags().contains(SubflowFlag.JOIN_LOC)) {
            throw new LinuxException(
                    "open another like subflow " + id,
                    Errno.EOPNOTSUPP,
                    "the peer began it: only the peer can open another like it");
        }
        return SubflowPlan.like(its);
    }

    /** The old one may have ended by itself while the new one was made. */
    private void closeIfThere(long id) throws IOException {
        for (Subflow subflow : connection.subflows()) {
            if (subflow.id() == id) {
                close(id);
            }
        }
    }

    /**
     * Returns the local addresses that the kernel has noted for the connection: none before Linux 6.9, which does not tell, and where its
     * own path manager has the connection, which has endpoints for all.
     */
    List<LocalAddress> addresses() throws IOException {
        try {
            return control.pathManager().addresses();
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.EOPNOTSUPP) || isKernels(e)) {
                return List.of();
            }
            throw advised(e);
        } finally {
            Reference.reachabilityFence(control);
        }
    }

    int announce(InetSocketAddress address) throws IOException {
        SubflowCommands pathManager = control.pathManager();
        InetAddress plain = IpAddress.plain(IpAddress.resolved(address));
        try {
            return ids.announce(pathManager, plain, address.getPort());
        } catch (LinuxException e) {
            throw advised(e);
        } finally {
            Reference.reachabilityFence(control);
        }
    }

    void withdraw(int id) throws IOException {
        try {
            ids.withdraw(control.pathManager(), id);
        } catch (LinuxException e) {
            throw advised(e);
        } finally {
            Reference.reachabilityFence(control);
        }
    }

    void handBack() throws IOException {
        try {
            control.pathManager().handBack();
        } catch (LinuxException e) {
            throw advised(e);
        } finally {
            Reference.reachabilityFence(control);
        }
    }

    private static LinuxException advised(LinuxException refusal) {
        if (isGone(refusal)) {
            return advised(refusal, Errno.ENOTCONN, Control.ENDED);
        }
        String remedy = remedy(refusal);
        return remedy.isEmpty() ? refusal : advised(refusal, remedy);
    }

    private static LinuxException advised(LinuxException refusal, String remedy) {
        return advised(refusal, refusal.errno(), remedy);
    }

    private static LinuxException advised(LinuxException refusal, Errno errno, String advice) {
        String words = refusal.detail() == null ? advice : refusal.detail() + ": " + advice;
        return withCause(new LinuxException(refusal.operation(), errno, words), refusal);
    }

    private static LinuxException withCause(LinuxException error, LinuxException cause) {
        error.initCause(cause);
        return error;
    }
}
