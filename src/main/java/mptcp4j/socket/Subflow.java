package mptcp4j.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;
import mptcp4j.diag.SubflowFlag;
import org.jspecify.annotations.Nullable;

/**
 * One subflow of a connection. Its id, addresses and measurements are of the moment when the subflows were read, and two are
 * equal when these are. What only sock_diag knows of it, {@link #details} and those named after it, is asked of the kernel at
 * each call, as with {@link java.net.NetworkInterface#isUp}; before Linux 6.15 that takes CAP_NET_ADMIN. Thread-safe.
 */
public final class Subflow {
    private final long id;
    private final long token;
    private final SubflowAddresses ends;
    private final Measurements measured;
    private final SubflowDetails details;

    /** @param token of its connection: its ports may be those of another's later */
    Subflow(long id, long token, SubflowAddresses ends, Measurements measured, SubflowDetails details) {
        this.id = id;
        this.token = token;
        this.ends = ends;
        this.measured = measured;
        this.details = details;
    }

    /**
     * Returns what names the subflow within its connection, and is never used again there; the first is 1. It is neither of the
     * address identifiers of RFC 8684.
     */
    public long id() {
        return id;
    }

    /** Returns address and port at this end. */
    public InetSocketAddress local() {
        return ends.local();
    }

    /** Returns address and port at the peer. */
    public InetSocketAddress remote() {
        return ends.remote();
    }

    /** Returns both addresses. */
    SubflowAddresses ends() {
        return ends;
    }

    /** Returns its measurements, such as round trips, rates and bytes. */
    public TcpInfo tcpInfo() {
        return measured.tcpInfo();
    }

    /** Returns how far its handshake, or its end, has come: SYN_SENT while the peer has not answered yet. */
    public TcpState state() {
        return measured.state();
    }

    /**
     * Returns whether both ends know that it belongs to the connection, so that data may flow: for one that joined, the last
     * step of its handshake (RFC 8684 section 3.2) has come.
     *
     * @throws IOException as {@link #details}
     */
    public boolean isFullyEstablished() throws IOException {
        return has(SubflowFlag.FULLY_ESTABLISHED);
    }

    /**
     * Returns whether this end asks to use it as a backup: then data goes there only where no other subflow works.
     *
     * @throws IOException as {@link #details}
     */
    public boolean isBackup() throws IOException {
        return has(SubflowFlag.BKUP_LOC);
    }

    /**
     * Returns whether the peer asks to use it as a backup, which this end respects.
     *
     * @throws IOException as {@link #details}
     */
    public boolean isBackupOfPeer() throws IOException {
        return has(SubflowFlag.BKUP_REM);
    }

    /**
     * Returns what sock_diag knows of it now: the rest of its state, and the address identifiers of both ends.
     *
     * @throws LinuxException ESRCH if it has ended, also where another connection has its addresses and ports by now; EPERM before Linux 6.15 without CAP_NET_ADMIN; EINVAL if the thread is in
     *     another network namespace than the connection
     */
    public mptcp4j.diag.Subflow details() throws IOException {
        return lookUp().orElseThrow(() -> new LinuxException("subflow show", Errno.ESRCH, this + " has ended"));
    }

    Optional<mptcp4j.diag.Subflow> lookUp() throws IOException {
        return lookUp(0);
    }

    /** @param link that it is bound to if it is bound to one, 0 if that is not known */
    Optional<mptcp4j.diag.Subflow> lookUp(int link) throws IOException {
        return details.of(local(), remote(), link).filter(its -> its.token() == token);
    }

    private boolean has(SubflowFlag flag) throws IOException {
        return details().flags().contains(flag);
    }

    /** Returns whether it has these addresses. */
    boolean connects(InetSocketAddress from, InetSocketAddress to) {
        return local().equals(from) && remote().equals(to);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Subflow that
                && id == that.id
                && ends.equals(that.ends)
                && tcpInfo().equals(that.tcpInfo());
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, ends);
    }

    /** Returns its id, addresses and state. */
    @Override
    public String toString() {
        return "subflow " + id + " from " + local() + " to " + remote() + " (" + state() + ")";
    }
}
