package mptcp4j.pm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.IpAddress;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.generic.GenericFamily;

/**
 * The subflows and addresses of one connection, steered by this program: the commands of the userspace path manager. They act
 * on connections whose socket was made while {@code net.mptcp.pm_type} of its namespace was 1 (since Linux 6.15 also
 * {@code net.mptcp.path_manager} {@code userspace}); changing it later changes no connection. The kernel does nothing on its
 * own for such a connection, and sets no limit.
 *
 * <p>Needs Linux 5.19, and CAP_NET_ADMIN in the user namespace that owns the network namespace; {@link #addresses} and
 * {@link #address} need Linux 6.9 and no privilege. An IPv4 address may also be given as IPv6 ({@code ::ffff:10.0.0.1}). A view
 * of the {@link PathManager} that it is from: there is nothing to close, and it is as thread-safe.
 *
 * <p>Every method throws {@link LinuxException} when the kernel refuses, with its own words as the
 * {@linkplain LinuxException#detail detail}. They are those of 6.18; older kernels have others for the same errno. Besides
 * what {@link PathManager} says, every method throws it with:
 *
 * <table>
 * <caption>Whatever was asked</caption>
 * <tr><td>EINVAL<td>"invalid token": the namespace has no connection of that token (any more)
 * <tr><td>EINVAL<td>"userspace PM not selected": the kernel's own path manager has the connection
 * <tr><td>EOPNOTSUPP<td>this kernel is too old
 * </table>
 */
public final class ConnectionPathManager implements SubflowCommands {
    private static final int GET_ADDR = 3;
    private static final int SET_FLAGS = 7;
    private static final int ANNOUNCE = 8;
    private static final int REMOVE = 9;
    private static final int SUBFLOW_CREATE = 10;
    private static final int SUBFLOW_DESTROY = 11;

    private static final int ATTR_ADDR = 1;
    private static final int ATTR_TOKEN = 4;
    private static final int ATTR_LOC_ID = 5;
    private static final int ATTR_ADDR_REMOTE = 6;

    private static final long MAX_TOKEN = 0xffff_ffffL;

    private final GenericFamily family;
    private final long token;

    /** @throws IllegalArgumentException if the token has more than 32 bits */
    ConnectionPathManager(GenericFamily family, long token) {
        if (token < 0 || token > MAX_TOKEN) {
            throw new IllegalArgumentException("a token is from 0 to " + MAX_TOKEN + ": " + token);
        }
        this.family = family;
        this.token = token;
    }

    /** Returns the number that names the connection in its network namespace, from 0 to 2<sup>32</sup> - 1. */
    @Override
    public long token() {
        return token;
    }

    /**
     * Tells the peer of an address (ADD_ADDR, RFC 8684 section 3.4.1), and so invites it to make a subflow to it. The kernel
     * does not listen there: some MPTCP socket of this machine has to, on the address or all, and on the port given, or
     * that of the connection where there is none. What was announced before under this id with the same address and port is
     * sent again.
     *
     * <p>That it returns does not mean that the peer knows: the kernel sends one ADD_ADDR after the other, each again until the
     * peer echoes it, three times at most. One for which there is no room, or which comes before the connection is fully
     * established, is dropped without a word ({@code MPTcpExtAddAddrTxDrop}).
     *
     * <table>
     * <caption>The kernel refuses with</caption>
     * <tr><td>EINVAL<td>"did not match address and id": the id is another address's, or the address has another id
     * <tr><td>EINVAL<td>"invalid addr id": the id is 0
     * </table>
     *
     * @param address goes with SIGNAL, whether that is among its flags or not
     */
    @Override
    public void announce(LocalAddress address) throws IOException {
        Endpoint entry = address.with(EndpointFlag.SIGNAL).entry();
        command(
                operation("address announce", IpAddress.text(address.address())),
                ANNOUNCE,
                out -> out.u32(ATTR_TOKEN, bits()).nest(ATTR_ADDR, addr -> EndpointCodec.write(addr, entry)));
    }

    /**
     * Tells the peer that an address is gone (REMOVE_ADDR, RFC 8684 section 3.4.2), so that it closes the subflows that it has
     * under this id. The kernel sends it once, and closes those subflows here only when the peer does: where the path is
     * dead, {@linkplain #destroySubflow destroy} them, too. The id is free again; before it is given to another address, the
     * peer must have read this.
     *
     * <table>
     * <caption>The kernel refuses with</caption>
     * <tr><td>EINVAL<td>"address with id N not found"; never for id 0
     * </table>
     *
     * @param id from 1 to 255 as of {@link #addresses}; 0 for the address that the connection began with
     * @throws IllegalArgumentException if it is none of these
     */
    @Override
    public void remove(int id) throws IOException {
        LocalAddress.requireId(id);
        command(
                operation("address remove", "id " + id),
                REMOVE,
                out -> out.u32(ATTR_TOKEN, bits()).u8(ATTR_LOC_ID, id));
    }

    /**
     * Starts a subflow (MP_JOIN, RFC 8684 section 3.2). It returns when the SYN is sent: whether the peer takes it,
     * {@link PathManagerEvents} tell. The kernel makes a subflow each time, also of the same address to the same. Where the
     * flags of the local address have BACKUP the subflow is one (RFC 8684 section 3.3.8), and where it has a link it is bound to
     * that; kernels to 6.1 look at neither, those from 6.12 on do.
     *
     * <p>The local address enters the list of {@link #addresses} with SUBFLOW, and stays there under its id when the peer
     * closes or refuses the subflow. Under id 0, a subflow counts as one of the address that the connection began with. With the
     * address {@code 0.0.0.0} or {@code ::} the routing table chooses, and a useless entry stays in the list.
     *
     * <table>
     * <caption>The kernel refuses with</caption>
     * <tr><td>ENOTCONN<td>"connect error: -107": too early, as the connection is fully established only when both ends have sent
     *     data or its acknowledgement
     * <tr><td>EADDRNOTAVAIL<td>"connect error: -99": the local address is not this machine's
     * <tr><td>EADDRINUSE<td>"connect error: -98": the local port is taken
     * <tr><td>ENODEV<td>"connect error: -19": there is no such link
     * <tr><td>ENETUNREACH<td>"connect error: -101": no route; with any other number, what connecting met at once
     * <tr><td>EINVAL<td>"did not match address and id": the id is another address's, or the address has another id
     * <tr><td>EINVAL<td>"families mismatch": one is IPv4 and the other IPv6, or the socket of the program is not for it
     * </table>
     *
     * @param local goes without SIGNAL, which one of {@link #addresses} has that was announced
     */
    @Override
    public void createSubflow(LocalAddress local, RemoteAddress remote) throws IOException {
        Endpoint entry = local.without(EndpointFlag.SIGNAL).entry();
        var tuple = new FourTuple(local.address(), local.port(), remote.address(), remote.port());
        command(
                operation("subflow create", tuple),
                SUBFLOW_CREATE,
                out -> out.nest(ATTR_ADDR, addr -> EndpointCodec.write(addr, entry))
                        .u32(ATTR_TOKEN, bits())
                        .nest(ATTR_ADDR_REMOTE, addr -> {
                            EndpointCodec.writeId(addr, remote.id());
                            EndpointCodec.writeAddress(addr, remote.address(), remote.port());
                        }));
    }

    /**
     * Closes a subflow. What it had not delivered goes over the others; the connection stays, even without any subflow for as
     * long as {@code net.mptcp.close_timeout}. Its local address leaves the list of {@link #addresses}, even when it has other
     * subflows.
     *
     * <p>A subflow over IPv4 of a socket for IPv6, as those of the JDK are, is found by its IPv4 addresses, too.
     *
     * <table>
     * <caption>The kernel refuses with</caption>
     * <tr><td>ESRCH<td>"subflow not found": the connection has none with these four
     * <tr><td>EINVAL<td>"address families do not match": one is IPv4 and the other IPv6
     * <tr><td>EINVAL<td>"missing local port", "missing remote port": a port is 0
     * </table>
     *
     * @throws IllegalArgumentException if an address is not resolved
     */
    @Override
    public void destroySubflow(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        var tuple = FourTuple.of(local, remote);
        Operation operation = operation("subflow destroy", tuple);
        try {
            steer(operation, SUBFLOW_DESTROY, tuple, EndpointFlags.of());
        } catch (LinuxException e) {
            Optional<FourTuple> other = tuple.inOtherForm();
            if (other.isEmpty() || !e.errno().equals(Errno.ESRCH)) {
                throw e;
            }
            // The kernel compares what the subflow's socket has, and one for IPv6 has IPv4 addresses in the form of
            // IPv6
            steer(operation, SUBFLOW_DESTROY, other.get(), EndpointFlags.of());
        }
    }

    /**
     * Makes a subflow a backup, or an ordinary one, and tells the peer (MP_PRIO, RFC 8684 section 3.3.8). Of several that match,
     * the kernel changes the first.
     *
     * <table>
     * <caption>The kernel refuses with</caption>
     * <tr><td>EINVAL<td>"subflow not found": the connection has none with these four
     * </table>
     *
     * @param local port 0 for any
     * @param remote port 0 for any
     * @throws IllegalArgumentException if an address is not resolved
     */
    @Override
    public void setBackup(InetSocketAddress local, InetSocketAddress remote, boolean backup) throws IOException {
        EndpointFlags flags = backup ? EndpointFlags.of(EndpointFlag.BACKUP) : EndpointFlags.of();
        var tuple = FourTuple.of(local, remote);
        steer(operation(backup ? "subflow backup" : "subflow nobackup", tuple), SET_FLAGS, tuple, flags);
    }

    /**
     * Returns the local addresses that the kernel keeps for the connection: what was announced, what subflows were created
     * from, and what the kernel itself gave an id. Not the one that the connection began with, unless a subflow was created
     * under id 0. Linux 6.9; EOPNOTSUPP before.
     */
    @Override
    public List<LocalAddress> addresses() throws IOException {
        String operation = operation("address show", "").toString();
        requireAddresses(operation);
        return List.copyOf(family.dump(
                operation, GET_ADDR, out -> out.u32(ATTR_TOKEN, bits()), ConnectionPathManager::localAddress));
    }

    /**
     * Returns one of {@link #addresses}. Linux 6.9; EOPNOTSUPP before.
     *
     * <table>
     * <caption>The kernel refuses with</caption>
     * <tr><td>EINVAL<td>"address not found", also where the token is wrong or the connection is the kernel's
     * </table>
     *
     * @throws IllegalArgumentException if the id is not from 1 to 255
     */
    public LocalAddress address(int id) throws IOException {
        PathManager.requireId(id);
        String operation = operation("address show", "id " + id).toString();
        requireAddresses(operation);
        return family.ask(
                operation,
                GET_ADDR,
                out -> out.nest(ATTR_ADDR, addr -> EndpointCodec.writeId(addr, id))
                        .u32(ATTR_TOKEN, bits()),
                ConnectionPathManager::localAddress);
    }

    private void steer(Operation operation, int command, FourTuple tuple, EndpointFlags flags) throws IOException {
        command(
                operation,
                command,
                out -> out.nest(ATTR_ADDR, addr -> {
                            EndpointCodec.writeFlags(addr, flags);
                            EndpointCodec.writeAddress(addr, tuple.local(), tuple.localPort());
                        })
                        .u32(ATTR_TOKEN, bits())
                        .nest(
                                ATTR_ADDR_REMOTE,
                                addr -> EndpointCodec.writeAddress(addr, tuple.remote(), tuple.remotePort())));
    }

    /** A kernel without the userspace path manager would take SET_FLAGS for one on an endpoint, and change that. */
    private void command(Operation operation, int command, Consumer<AttributeWriter> attributes) throws IOException {
        if (!has(family)) {
            throw new LinuxException(
                    operation.toString(),
                    Errno.EOPNOTSUPP,
                    "this kernel has no userspace path manager: needs Linux 5.19");
        }
        family.command(operation, command, attributes);
    }

    static boolean has(GenericFamily family) {
        return family.has(SUBFLOW_CREATE);
    }

    /** A kernel that does not know the token in this command returns the endpoints of the namespace. */
    private void requireAddresses(String operation) throws IOException {
        if (!family.accepts(GET_ADDR, ATTR_TOKEN)) {
            throw new LinuxException(
                    operation,
                    Errno.EOPNOTSUPP,
                    "this kernel does not tell the addresses of a connection: needs Linux 6.9");
        }
    }

    private static LocalAddress localAddress(AttributeReader in) throws MalformedException {
        return LocalAddress.of(PathManager.endpoint(in));
    }

    private Operation operation(String command, Object rest) {
        return new Operation(command, token, rest);
    }

    private int bits() {
        return (int) token;
    }

    /** What is asked. Only an error needs the text: to make it would delay each request. */
    private record Operation(String command, long token, Object rest) {
        /** Returns what begins as the command of the command line does. */
        @Override
        public String toString() {
            return "%s 0x%08x %s".formatted(command, token, rest).stripTrailing();
        }
    }
}
