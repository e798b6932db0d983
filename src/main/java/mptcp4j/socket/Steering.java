package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.PathManager;

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

    /** Returns what to do about a refusal, or nothing. */
    static String remedy(LinuxException refusal) {
        if (isKernels(refusal)) {
            return REMEDY;
        }
        return refusal.errno().equals(Errno.EPERM)
                ? "steering a connection needs CAP_NET_ADMIN in the user namespace that owns its network namespace"
                : "";
    }

    /** Returns whether a connection cannot be steered because the kernel's path manager has it. */
    static boolean isKernels(LinuxException refusal) {
        return refusal.errno().equals(Errno.EINVAL)
                && String.valueOf(refusal.detail()).contains(KERNELS);
    }

    /** Returns a subflow. @throws LinuxException ESRCH if there is none of that id */
    Subflow subflow(long id) throws IOException {
        List<Subflow> all = connection.subflows();
        return all.stream()
                .filter(subflow -> subflow.id() == id)
                .findFirst()
                .orElseThrow(() -> new LinuxException(
                        "find subflow " + id,
                        Errno.ESRCH,
                        "the connection has no such subflow, but "
                                + all.stream().map(Subflow::id).toList()));
    }

    void close(long id) throws IOException {
        Subflow subflow = subflow(id);
        try {
            control.pathManager().destroySubflow(subflow.local(), subflow.remote());
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.ESRCH)) { // it has ended meanwhile
                throw advised(e);
            }
        }
    }

    void setBackup(long id, boolean backup) throws IOException {
        Subflow subflow = subflow(id);
        try {
            control.pathManager().setBackup(subflow.local(), subflow.remote(), backup);
        } catch (LinuxException e) {
            if (!isKernels(e)) {
                throw advised(e);
            }
            setBackupOfEndpoint(subflow.local().getAddress(), backup);
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
        pathManager.change(endpoint.id(), flags.toArray(EndpointFlag[]::new));
    }

    Subflow duplicate(long id, Duration timeout) throws IOException {
        return opener.open(SubflowPlan.like(subflow(id).details()), timeout);
    }

    Subflow refresh(long id, Refresh order, Duration timeout) throws IOException {
        SubflowPlan plan = SubflowPlan.like(subflow(id).details());
        if (order == Refresh.BREAK_BEFORE_MAKE) {
            close(id);
            return opener.open(plan, timeout);
        }
        Subflow next = opener.open(plan, timeout);
        close(id);
        return next;
    }

    int announce(InetSocketAddress address) throws IOException {
        ConnectionPathManager pathManager = control.pathManager();
        InetAddress plain = IpAddress.plain(IpAddress.resolved(address));
        int port = address.getPort();
        try {
            return ids.with(
                    pathManager,
                    plain,
                    port,
                    id -> pathManager.announce(LocalAddress.of(id, plain).withPort(port)));
        } catch (LinuxException e) {
            throw advised(e);
        }
    }

    void withdraw(int id) throws IOException {
        try {
            control.pathManager().remove(id);
            ids.release(id);
        } catch (LinuxException e) {
            throw advised(e);
        }
    }

    private static LinuxException advised(LinuxException refusal) {
        String remedy = remedy(refusal);
        if (remedy.isEmpty()) {
            return refusal;
        }
        String words = refusal.detail() == null ? remedy : refusal.detail() + ": " + remedy;
        var advised = new LinuxException(refusal.operation(), refusal.errno(), words);
        advised.initCause(refusal);
        return advised;
    }
}
