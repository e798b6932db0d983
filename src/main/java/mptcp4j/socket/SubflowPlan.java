package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.RemoteAddress;
import mptcp4j.pm.SubflowCommands;
import mptcp4j.pm.SubflowTuple;

/**
 * A {@link SubflowSpec} with everything chosen but the local port.
 *
 * @param local an address of this host
 * @param localPort 0 for any
 * @param link the index of the link that the subflow is bound to, 0 for none
 * @param remote where it goes
 * @param remoteId the id of the peer's address, 0 where it is the connection's or was not announced
 * @param backup whether it is one
 */
record SubflowPlan(InetAddress local, int localPort, int link, InetSocketAddress remote, int remoteId, boolean backup) {
    /** Returns what makes one like a subflow, from another port. */
    static SubflowPlan like(mptcp4j.diag.Subflow subflow) {
        return new SubflowPlan(
                subflow.local().getAddress(),
                0,
                subflow.interfaceIndex(),
                subflow.remote(),
                subflow.remoteId(),
                subflow.flags().contains(SubflowFlag.BKUP_LOC));
    }

    /**
     * Sees to what a kernel before 6.12 leaves out: the priority can be set later, the link cannot.
     *
     * @param made the subflow that came of it, established
     * @throws LinuxException EOPNOTSUPP if it is not bound to the link
     */
    void complete(mptcp4j.diag.Subflow made, SubflowCommands pathManager) throws IOException {
        if (link != 0 && made.interfaceIndex() != link) {
            throw new LinuxException(
                    "open " + this, Errno.EOPNOTSUPP, "this kernel binds no subflow to an interface: needs Linux 6.12");
        }
        if (lacksPriority(made)) {
            pathManager.setBackup(made.local(), made.remote(), true);
        }
    }

    boolean lacksPriority(mptcp4j.diag.Subflow made) {
        return backup && !made.flags().contains(SubflowFlag.BKUP_LOC);
    }

    LocalAddress localAddress(int id) {
        EndpointFlags flags = backup ? EndpointFlags.of(EndpointFlag.BACKUP) : EndpointFlags.of();
        return new LocalAddress(id, local, localPort, link, flags);
    }

    RemoteAddress remoteAddress() {
        return new RemoteAddress(remoteId, remote.getAddress(), remote.getPort());
    }

    /** Returns whether a subflow may be what came of it. */
    boolean fits(InetSocketAddress from, InetSocketAddress to) {
        return from.getAddress().equals(local) && (localPort == 0 || from.getPort() == localPort) && to.equals(remote);
    }

    boolean fits(SubflowTuple unmapped) {
        return fits(unmapped.local(), unmapped.remote());
    }

    /** Returns it in words, for errors. */
    @Override
    public String toString() {
        var from = new InetSocketAddress(local, localPort);
        return "subflow from " + from + " to " + remote;
    }
}
