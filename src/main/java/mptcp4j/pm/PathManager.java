package mptcp4j.pm;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import mptcp4j.LinuxException;
import mptcp4j.linux.IpAddress;
import mptcp4j.linux.Netns;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkSocket;
import mptcp4j.netlink.generic.GenericFamily;

/**
 * The endpoints and limits of one network namespace: the {@code mptcp_pm} family of generic netlink
 * ({@code Documentation/netlink/specs/mptcp_pm.yaml}). They act on the connections whose path manager is the kernel's,
 * those there are and those to come; others are steered one by one, with {@link #connection}. They may be read and changed
 * while {@code net.mptcp.enabled} is 0, too.
 *
 * <p>Needs Linux 5.7. Reading is for everyone; every change needs CAP_NET_ADMIN in the user namespace that owns the
 * network namespace (before 5.19 in the first one). Thread-safe: an operation waits until the one before it has ended.
 *
 * <p>Every method throws {@link LinuxException} when the kernel refuses; its {@linkplain LinuxException#operation
 * operation} reads like the command of {@code ip mptcp}, its {@linkplain LinuxException#detail detail} is the kernel's own
 * words. To 6.1 and in some later kernels the words differ, and EINVAL stands for most of the numbers below. Besides,
 * every method throws it with:
 *
 * <table>
 * <caption>Whatever was asked</caption>
 * <tr><td>EPERM<td>a change without CAP_NET_ADMIN
 * <tr><td>EOPNOTSUPP<td>this kernel does not have the command
 * <tr><td>ENOBUFS, ETIMEDOUT<td>the answer was lost: a change may have been made
 * <tr><td>EBADMSG<td>the answer breaks the format
 * <tr><td>EBADF<td>this path manager is closed
 * </table>
 */
public final class PathManager implements Closeable {
    private static final String FAMILY = "mptcp_pm";
    private static final int VERSION = 1;

    private static final int ADD_ADDR = 1;
    private static final int DEL_ADDR = 2;
    private static final int GET_ADDR = 3;
    private static final int FLUSH_ADDRS = 4;
    private static final int SET_LIMITS = 5;
    private static final int GET_LIMITS = 6;
    private static final int SET_FLAGS = 7;

    private static final int ATTR_ADDR = 1;

    private static final EndpointFlags CHANGEABLE = EndpointFlags.of(EndpointFlag.BACKUP, EndpointFlag.FULLMESH);

    private final NetlinkConnection connection;
    private final GenericFamily family;

    /** Takes ownership of the connection, even when it throws. */
    PathManager(NetlinkConnection connection) throws IOException {
        this.connection = connection;
        try {
            family = family(connection);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /** Finds the family. @throws LinuxException ENOENT if this kernel does not have it */
    static GenericFamily family(NetlinkConnection connection) throws IOException {
        return GenericFamily.find(connection, FAMILY, VERSION, "Linux 5.7 or newer built with CONFIG_MPTCP");
    }

    /**
     * Opens the path manager of the network namespace that the calling thread is in.
     *
     * @throws LinuxException ENOENT if this kernel has no path manager for MPTCP
     */
    public static PathManager open() throws IOException {
        return new PathManager(new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.GENERIC)));
    }

    /**
     * Opens the path manager of a network namespace.
     *
     * @param namespace the file that stands for it, such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
     * @throws LinuxException ENOENT if there is no such file, or this kernel has no path manager for MPTCP; EINVAL if the
     *     file is no network namespace; EPERM without CAP_SYS_ADMIN there
     */
    public static PathManager open(Path namespace) throws IOException {
        try (Netns netns = Netns.open(namespace.toString())) {
            return netns.call(PathManager::open);
        }
    }

    /**
     * Adds an endpoint.
     *
     * <table>
     * <caption>The kernel refuses with</caption>
     * <tr><td>EEXIST<td>the address is there already; it may be there again with SIGNAL and another port
     * <tr><td>EBUSY<td>the id is taken
     * <tr><td>ERANGE<td>the table is full: 8 endpoints, from 7.2 on 255
     * <tr><td>EADDRNOTAVAIL, EADDRINUSE<td>the kernel cannot listen on its address and port
     * <tr><td>EINVAL<td>an IMPLICIT endpoint has the address, and an id is given
     * </table>
     *
     * A kernel older than a flag either drops it or keeps it without effect: {@link #endpoints} tells which.
     *
     * @throws IllegalArgumentException if no kernel would take it, see {@link Endpoint#of} and {@link Endpoint#withPort}
     */
    public void add(Endpoint endpoint) throws IOException {
        endpoint.requireCreatable();
        command("endpoint add " + text(endpoint.address()), ADD_ADDR, addr -> EndpointCodec.write(addr, endpoint));
    }

    /**
     * Removes an endpoint, and closes its subflows in connections that the kernel manages. The kernel refuses with EINVAL
     * where there is none of that id.
     *
     * @throws IllegalArgumentException if the id is not from 1 to 255; for 0 there is {@link #deleteInitial}
     */
    public void delete(int id) throws IOException {
        requireId(id);
        command("endpoint delete id " + id, DEL_ADDR, addr -> EndpointCodec.writeId(addr, id));
    }

    /**
     * Removes id 0, the address that a connection began with, from every connection that the kernel manages and that
     * began with this address. No endpoint is removed; it is no error where there is no such connection.
     */
    public void deleteInitial(InetAddress address) throws IOException {
        command("endpoint delete id 0 " + text(address), DEL_ADDR, addr -> {
            EndpointCodec.writeId(addr, 0);
            EndpointCodec.writeAddress(addr, address, 0);
        });
    }

    /**
     * Sets which of BACKUP and FULLMESH an endpoint has, and tells the peers of its connections. The kernel sets both at
     * once: one that is not given is taken away. Linux 5.17, and 5.16 from 5.16.5 on; kernels before know endpoints by their
     * address here. FULLMESH since 5.18.
     *
     * <table>
     * <caption>The kernel refuses with</caption>
     * <tr><td>EINVAL<td>there is none of that id; FULLMESH on an endpoint that has SIGNAL or IMPLICIT
     * </table>
     *
     * @throws IllegalArgumentException if the id is not from 1 to 255, or for another flag
     */
    public void change(int id, EndpointFlag... flags) throws IOException {
        requireId(id);
        EndpointFlags all = changeable(flags);
        command("endpoint change id " + id, SET_FLAGS, addr -> {
            EndpointCodec.writeId(addr, id);
            EndpointCodec.writeFlags(addr, all);
        });
    }

    /**
     * As {@link #change(int, EndpointFlag...)}, for the endpoint with this address. Linux 5.12.
     *
     * @param port the endpoint's own, 0 if it has none; another one does not match
     * @throws IllegalArgumentException if the port is not from 0 to 65535, or for another flag
     */
    public void change(InetAddress address, int port, EndpointFlag... flags) throws IOException {
        Endpoint.requirePort(port);
        EndpointFlags all = changeable(flags);
        command("endpoint change " + text(address), SET_FLAGS, addr -> {
            EndpointCodec.writeFlags(addr, all);
            EndpointCodec.writeAddress(addr, address, port);
        });
    }

    /**
     * Returns an endpoint. The kernel refuses with EINVAL where there is none of that id.
     *
     * @throws IllegalArgumentException if the id is not from 1 to 255
     */
    public Endpoint get(int id) throws IOException {
        requireId(id);
        return family.ask(
                "endpoint show id " + id,
                GET_ADDR,
                out -> out.nest(ATTR_ADDR, addr -> EndpointCodec.writeId(addr, id)),
                PathManager::endpoint);
    }

    /** Returns all endpoints. */
    public List<Endpoint> endpoints() throws IOException {
        return List.copyOf(family.dump("endpoint show", GET_ADDR, attributes -> {}, PathManager::endpoint));
    }

    /** Removes all endpoints, and closes their subflows in connections that the kernel manages. Limits stay. */
    public void flush() throws IOException {
        family.command("endpoint flush", FLUSH_ADDRS, attributes -> {});
    }

    /** Returns the limits. */
    public Limits limits() throws IOException {
        return family.ask("limits show", GET_LIMITS, attributes -> {}, LimitsCodec::read);
    }

    /** Sets both limits. The kernel refuses one above its maximum with EINVAL, and changes none. */
    public void setLimits(Limits limits) throws IOException {
        family.command("limits set", SET_LIMITS, attributes -> LimitsCodec.write(attributes, limits));
    }

    /**
     * Sets {@link Limits#subflows} and leaves the other as it is. The kernel refuses one above its maximum with EINVAL.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void setSubflowLimit(int limit) throws IOException {
        requireLimit(limit);
        family.command("limits set", SET_LIMITS, attributes -> LimitsCodec.writeSubflows(attributes, limit));
    }

    /**
     * Sets {@link Limits#addAddrAccepted} and leaves the other as it is. The kernel refuses one above its maximum with
     * EINVAL.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void setAddAddrAcceptedLimit(int limit) throws IOException {
        requireLimit(limit);
        family.command("limits set", SET_LIMITS, attributes -> LimitsCodec.writeAddAddrAccepted(attributes, limit));
    }

    /** Makes a change that changes nothing, and so is refused with EPERM where every change would be. */
    public void requirePermission() throws IOException {
        family.command("change of the path manager", SET_LIMITS, attributes -> {});
    }

    /** Returns whether this kernel has the commands of {@link #connection}, which came with Linux 5.19. */
    public boolean steersConnections() {
        return ConnectionPathManager.has(family);
    }

    /**
     * Returns what steers one connection of the namespace from user space. Whether there is such a connection, and whether it
     * may be steered, the kernel says with each command.
     *
     * @param token names the connection, see {@link mptcp4j.MptcpInfo#token}
     * @throws IllegalArgumentException if it has more than 32 bits
     */
    public ConnectionPathManager connection(long token) {
        return new ConnectionPathManager(family, token);
    }

    @Override
    public void close() {
        connection.close();
    }

    private void command(String operation, int command, Consumer<AttributeWriter> address) throws IOException {
        family.command(operation, command, attributes -> attributes.nest(ATTR_ADDR, address));
    }

    static Endpoint endpoint(AttributeReader in) throws MalformedException {
        while (in.next()) {
            if (in.type() == ATTR_ADDR) {
                return EndpointCodec.read(in.nested());
            }
        }
        throw new MalformedException("an answer without an endpoint");
    }

    private static EndpointFlags changeable(EndpointFlag... flags) {
        EndpointFlags all = EndpointFlags.of(flags);
        if ((all.bits() & ~CHANGEABLE.bits()) != 0) {
            throw new IllegalArgumentException("only " + CHANGEABLE + " of an endpoint can be changed: " + all);
        }
        return all;
    }

    static void requireId(int id) {
        if (id < 1 || id > 255) {
            throw new IllegalArgumentException("an endpoint's id is from 1 to 255: " + id);
        }
    }

    private static void requireLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("negative limit: " + limit);
        }
    }

    private static String text(InetAddress address) {
        return IpAddress.text(address);
    }
}
