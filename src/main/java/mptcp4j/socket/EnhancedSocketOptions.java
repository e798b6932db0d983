package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.linux.IpAddress;

/**
 * The socket options of Hesmans and Bonaventure, "An enhanced socket API for Multipath TCP" (ANRW 2016; draft-hesmans-mptcp-socket),
 * for programs that were written for them. Each constant is one of their options and does the same, by way of {@link
 * MptcpConnection}. New programs take that: it has more.
 *
 * <pre>{@code
 * for (SubStatus status : MPTCP_GET_SUB_IDS.get(connection)) {
 *     out.println(status.id() + " " + MPTCP_GET_SUB_TUPLE.get(connection, status.id()));
 * }
 * long id = MPTCP_OPEN_SUB_TUPLE.open(connection, new SubTuple(local, remote));
 * MPTCP_SUB_SETSOCKOPT.set(connection, id, SubflowOption.IP_TOS, 28);
 * MPTCP_CLOSE_SUB_ID.close(connection, id);
 * }</pre>
 *
 * <p>The numbers that the options had (66 to 72) mean nothing to an upstream kernel, and are never sent to one. What differs:
 *
 * <table>
 * <caption>The original and this</caption>
 * <tr><th>there<th>here
 * <tr><td>an id has 8 bits and is used again<td>it has 32, and names one subflow of the connection for ever
 * <tr><td>EINVAL where the buffer is too small<td>there is no buffer
 * <tr><td>a path manager that does nothing is chosen<td>{@code net.mptcp.pm_type} is 1 when the socket is made
 * <tr><td>no privilege<td>to read tuples none; to list the ids with what they say of each CAP_NET_ADMIN before Linux 6.15, and always a
 *     thread in the connection's network namespace; to open and close CAP_NET_ADMIN, as {@link MptcpConnection} says; to get and set an
 *     option what {@link MptcpConnection#getOption} and {@link MptcpConnection#setOption} take
 * </table>
 *
 * <p>Every one throws {@link LinuxException} with EOPNOTSUPP where the connection is not multipath (plain TCP, or fallen back to
 * it), and with EINVAL where it has no subflow of the id. {@link LinuxException#detail} tells that from the other reasons for
 * EINVAL, which are those of {@link MptcpConnection}. A closed socket gives {@link java.nio.channels.ClosedChannelException}. All
 * of it is thread-safe.
 */
public final class EnhancedSocketOptions {
    /** {@code getsockopt(fd, IPPROTO_TCP, MPTCP_GET_SUB_IDS, struct mptcp_sub_ids *, &length)}. */
    public static final GetSubIds MPTCP_GET_SUB_IDS = new GetSubIds();

    /** {@code getsockopt(fd, IPPROTO_TCP, MPTCP_GET_SUB_TUPLE, struct mptcp_sub_tuple *, &length)}. */
    public static final GetSubTuple MPTCP_GET_SUB_TUPLE = new GetSubTuple();

    /** {@code getsockopt(fd, IPPROTO_TCP, MPTCP_OPEN_SUB_TUPLE, struct mptcp_sub_tuple *, &length)}. */
    public static final OpenSubTuple MPTCP_OPEN_SUB_TUPLE = new OpenSubTuple();

    /** {@code getsockopt(fd, IPPROTO_TCP, MPTCP_CLOSE_SUB_ID, struct mptcp_close_sub_id *, &length)}. */
    public static final CloseSubId MPTCP_CLOSE_SUB_ID = new CloseSubId();

    /** {@code getsockopt(fd, IPPROTO_TCP, MPTCP_SUB_GETSOCKOPT, struct mptcp_sub_getsockopt *, &length)}. */
    public static final SubGetsockopt MPTCP_SUB_GETSOCKOPT = new SubGetsockopt();

    /** {@code setsockopt(fd, IPPROTO_TCP, MPTCP_SUB_SETSOCKOPT, struct mptcp_sub_setsockopt *, length)}. */
    public static final SubSetsockopt MPTCP_SUB_SETSOCKOPT = new SubSetsockopt();

    private EnhancedSocketOptions() {}

    /**
     * What the original tells of one subflow ({@code struct mptcp_sub_status}). Its bit {@code attached} is not here: the kernel
     * lists no other subflows.
     *
     * @param id names it within its connection; from 1 to 2<sup>32</sup> - 1
     * @param slave whether it joined ({@code slave_sk}): it is not the one that the connection began with
     * @param fullyEstablished whether both ends have it, so that data may flow ({@code fully_established})
     * @param preEstablished whether the handshake of TCP has ended and the last step of MPTCP's has not come yet
     *     ({@code pre_established})
     * @param lowPrio whether this end wants it as a backup ({@code low_prio})
     */
    public record SubStatus(
            long id, boolean slave, boolean fullyEstablished, boolean preEstablished, boolean lowPrio) {}

    /**
     * Both ends of a subflow ({@code struct mptcp_sub_tuple}), there two {@code sockaddr} in network order behind the id.
     *
     * @param local address and port of this host; to open one, the wildcard address leaves it to the routing table, and port 0
     *     leaves the port to the kernel
     * @param remote address and port of the peer; to open one, port 0 is the port that the connection goes to
     */
    public record SubTuple(InetSocketAddress local, InetSocketAddress remote) {
        /**
         * @throws IllegalArgumentException if an address is not resolved, or the remote one is the wildcard, or they are of
         *     different IP versions
         */
        public SubTuple {
            InetAddress from = IpAddress.resolved(local);
            InetAddress to = IpAddress.resolved(remote);
            if (to.isAnyLocalAddress()) {
                throw new IllegalArgumentException("the peer has an address, not the wildcard: " + remote);
            }
            if (!from.isAnyLocalAddress() && from.getAddress().length != to.getAddress().length) {
                throw new IllegalArgumentException("IPv4 at both ends, or IPv6: " + local + " and " + remote);
            }
        }
    }

    /** Lists the subflows. */
    public static final class GetSubIds {
        private GetSubIds() {}

        /**
         * Returns the subflows that are not closed, oldest first; those in their handshake, too, as the original does. What the
         * bits say is asked of sock_diag for one subflow after the other, and one that ends meanwhile is left out. sock_diag takes a
         * thread in the network namespace of the connection, and CAP_NET_ADMIN before Linux 6.15; the ids alone are had without, from
         * {@link MptcpConnection#subflows}.
         *
         * @throws LinuxException as {@link MptcpConnection#subflows} and {@link Subflow#details}
         */
        public List<SubStatus> get(MptcpConnection connection) throws IOException {
            List<SubStatus> all = new ArrayList<>();
            for (Subflow subflow : connection.subflows()) {
                subflow.lookUp().map(details -> status(subflow, details)).ifPresent(all::add);
            }
            return List.copyOf(all);
        }

        private static SubStatus status(Subflow subflow, mptcp4j.diag.Subflow details) {
            boolean full = details.flags().contains(SubflowFlag.FULLY_ESTABLISHED);
            return new SubStatus(
                    subflow.id(),
                    !details.initial(),
                    full,
                    !full && details.state() == TcpState.ESTABLISHED,
                    details.flags().contains(SubflowFlag.BKUP_LOC));
        }
    }

    /** Tells the addresses of a subflow. */
    public static final class GetSubTuple {
        private GetSubTuple() {}

        /**
         * Returns both ends of a subflow, of whatever IP version it has. Takes no privilege.
         *
         * @throws LinuxException EINVAL if there is no subflow of that id; else as {@link MptcpConnection#subflows}
         */
        public SubTuple get(MptcpConnection connection, long id) throws IOException {
            return connection.subflows().stream()
                    .filter(subflow -> subflow.id() == id)
                    .findFirst()
                    .map(subflow -> new SubTuple(subflow.local(), subflow.remote()))
                    .orElseThrow(() -> new LinuxException(
                            "MPTCP_GET_SUB_TUPLE", Errno.EINVAL, "the connection has no subflow " + id));
        }
    }

    /**
     * Opens a subflow. The original returns when the SYN is sent, with no id, and has the program look for the new subflow until that
     * is fully established. {@link #open(MptcpConnection, SubTuple)} returns its id when it is.
     */
    public static final class OpenSubTuple {
        private OpenSubTuple() {}

        /** {@link #open(MptcpConnection, SubTuple, boolean)} with ordinary priority. */
        public long open(MptcpConnection connection, SubTuple tuple) throws IOException {
            return open(connection, tuple, false);
        }

        /**
         * Opens a subflow and waits until both ends have it, for three seconds at most. The original waits for nothing: where that
         * matters, there is {@link #openAsync}.
         *
         * @param lowPrio the draft's {@code prio}: whether it begins as a backup. The original's kernel did not do that
         * @return the id of the subflow
         * @throws LinuxException as {@link MptcpConnection#openSubflow(SubflowSpec)}. Besides what the original could tell
         *     (EADDRNOTAVAIL, EADDRINUSE, EACCES, ENETUNREACH, EHOSTUNREACH), that has what comes later: ECONNREFUSED, ETIMEDOUT
         */
        public long open(MptcpConnection connection, SubTuple tuple, boolean lowPrio) throws IOException {
            return connection.openSubflow(spec(tuple, lowPrio)).id();
        }

        /** Begins to do as {@link #open(MptcpConnection, SubTuple, boolean)} does; the future ends as that would. */
        public CompletableFuture<Long> openAsync(MptcpConnection connection, SubTuple tuple, boolean lowPrio) {
            return connection.openSubflowAsync(spec(tuple, lowPrio)).thenApply(Subflow::id);
        }

        private static SubflowSpec spec(SubTuple tuple, boolean lowPrio) {
            SubflowSpec spec = SubflowSpec.from(tuple.local()).to(tuple.remote());
            return lowPrio ? spec.backup() : spec;
        }
    }

    /** Closes a subflow. */
    public static final class CloseSubId {
        private CloseSubId() {}

        /**
         * Closes a subflow, the one that the connection began with, too. What it has not delivered goes over the others. The draft's
         * second member {@code how}, in the way of {@code shutdown(2)}, was never implemented, and has no counterpart: this
         * closes both directions.
         *
         * @throws LinuxException EINVAL if there is no subflow of that id; else as {@link MptcpConnection#closeSubflow}
         */
        public void close(MptcpConnection connection, long id) throws IOException {
            known("MPTCP_CLOSE_SUB_ID", () -> {
                connection.closeSubflow(id);
                return id;
            });
        }
    }

    /** Reads an option of one subflow. Level, name, buffer and length of the original are a {@link SubflowOption}. */
    public static final class SubGetsockopt {
        private SubGetsockopt() {}

        /**
         * Returns an option of a subflow, such as {@link SubflowOption#TCP_INFO}, which the draft's older MPTCP_GET_SUB_INFO told, too.
         *
         * @throws LinuxException EINVAL if there is no subflow of that id; else as {@link MptcpConnection#getOption}
         */
        public <T> T get(MptcpConnection connection, long id, SubflowOption<T> option) throws IOException {
            return known("MPTCP_SUB_GETSOCKOPT", () -> connection.getOption(id, option));
        }
    }

    /** Sets an option of one subflow, and of no other. */
    public static final class SubSetsockopt {
        private SubSetsockopt() {}

        /**
         * Sets an option of a subflow. What is set on the whole socket later may replace it.
         *
         * @throws LinuxException EINVAL if there is no subflow of that id; else as {@link MptcpConnection#setOption}
         * @throws IllegalArgumentException as that
         */
        public <T> void set(MptcpConnection connection, long id, SubflowOption<T> option, T value) throws IOException {
            known("MPTCP_SUB_SETSOCKOPT", () -> {
                connection.setOption(id, option, value);
                return id;
            });
        }
    }

    /** The draft's word for an id that no subflow has is EINVAL; the kernel's is ESRCH. */
    private static <T> T known(String option, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.ESRCH)) {
                throw e;
            }
            var unknown = new LinuxException(option, Errno.EINVAL, e.detail());
            unknown.initCause(e);
            throw unknown;
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException;
    }
}
