package mptcp4j.diag;

import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.AF_INET6;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkConnection.Parser;
import mptcp4j.netlink.NetlinkException;
import mptcp4j.netlink.NetlinkSocket;

/**
 * The MPTCP connections and listeners of one network namespace, of IPv4 and IPv6, whoever they belong to: sock_diag.
 *
 * <p>Needs Linux 5.12 with CONFIG_INET_MPTCP_DIAG and, for subflows, CONFIG_INET_DIAG; {@link #listeners} needs Linux 5.19, and is
 * empty before. Reading is for everyone. Before 6.15
 * the kernel tells without CAP_NET_ADMIN not which subflows a connection has: they are absent then, not missing. Thread-safe:
 * a request waits until the one before it has ended.
 *
 * <p>Every method throws {@link LinuxException}: EOPNOTSUPP where the kernel cannot tell, ENOBUFS and ETIMEDOUT if the answer
 * was lost, EBADMSG if it breaks the format, EBADF if this is closed.
 */
public final class Connections implements Closeable {
    private static final long MAX_TOKEN = 0xffff_ffffL;

    private final SockDiag diag;
    private final SocketLookup lookup;
    private volatile boolean answered;

    /** Takes ownership of the connection. */
    Connections(NetlinkConnection connection) {
        diag = new SockDiag(connection);
        lookup = new SocketLookup(diag);
    }

    /** Opens those of the network namespace that the calling thread is in. */
    public static Connections open() throws IOException {
        return new Connections(new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.SOCK_DIAG)));
    }

    /**
     * Opens those of a network namespace.
     *
     * @param namespace the file that stands for it, such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
     * @throws LinuxException ENOENT if there is no such file; EINVAL if it is no network namespace; EPERM without
     *     CAP_SYS_ADMIN there
     */
    public static Connections open(Path namespace) throws IOException {
        try (Netns netns = Netns.open(namespace.toString())) {
            return netns.call(Connections::open);
        }
    }

    /** {@link #list(Detail)} with everything. */
    public List<Connection> list() throws IOException {
        return list(Detail.MEASUREMENTS);
    }

    /**
     * Returns all connections, those that nobody has accepted yet included.
     *
     * <p>The connections and the subflows of each IP version are requests of their own, so this is not one moment: the
     * connections come first, and each has the subflows that there were a little later. A connection that ended between is left
     * out where it has no subflow any more; one that began between is not in the list, and neither are its subflows. A
     * connection that is there all the time is listed once, with {@code info} and {@code subflows} of its own. Only while others
     * with tokens of the same hash end at the very moment when the kernel has filled one datagram of its answer, it may skip one.
     */
    public List<Connection> list(Detail detail) throws IOException {
        Map<Long, Connection> byToken = new LinkedHashMap<>();
        for (int family : new int[] {AF_INET, AF_INET6}) {
            byte[] request = InetDiagRequest.mptcp(family, InetDiagRequest.CONNECTED);
            dump(request, ConnectionCodec::connection).forEach(its -> byToken.put(its.token(), its));
        }
        if (detail == Detail.CONNECTION || byToken.isEmpty()) {
            return List.copyOf(byToken.values());
        }
        SubflowTable subflows = subflows(detail);
        List<Connection> all = new ArrayList<>(byToken.size());
        for (Connection each : byToken.values()) {
            join(each, subflows).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    /**
     * Returns the connection with a token, or empty if there is none. With {@link Detail#SUBFLOWS} the kernel goes through
     * all TCP sockets of the namespace, as for {@link #list}.
     *
     * @param token from 0 to 2<sup>32</sup> - 1
     * @throws IllegalArgumentException if the token has more than 32 bits
     */
    public Optional<Connection> find(long token, Detail detail) throws IOException {
        if (token < 0 || token > MAX_TOKEN) {
            throw new IllegalArgumentException("a token is from 0 to " + MAX_TOKEN + ": " + token);
        }
        Optional<Connection> found = find(token);
        if (found.isEmpty() || detail == Detail.CONNECTION) {
            return found;
        }
        return join(found.get(), subflows(detail));
    }

    /** {@link #subflow(InetSocketAddress, InetSocketAddress, Detail)} with everything. */
    public Optional<Subflow> subflow(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        return subflow(local, remote, Detail.MEASUREMENTS);
    }

    /**
     * Returns the subflow with these addresses, or empty if there is none: plain TCP is none. The kernel looks for that one alone,
     * so it does not matter how many sockets there are. It goes through all TCP sockets of the namespace only where there is no
     * such subflow, and for one that is bound to a link ({@code SO_BINDTODEVICE}, or an interface that a path manager named); but
     * not for a link-local address with its scope.
     *
     * <p>Before 6.15 the kernel tells without CAP_NET_ADMIN not which sockets are subflows: it is always empty then.
     *
     * @param local address and port at this end; IPv4 is IPv4, of a socket for IPv6, too
     * @param remote address and port at the peer
     * @param detail {@link Detail#MEASUREMENTS}, or anything else for no {@link Subflow#tcpInfo}
     * @throws IllegalArgumentException if an address is not resolved, a port is 0, or the two are of different IP versions
     */
    public Optional<Subflow> subflow(InetSocketAddress local, InetSocketAddress remote, Detail detail)
            throws IOException {
        return subflow(local, remote, 0, detail);
    }

    /**
     * {@link #subflow(InetSocketAddress, InetSocketAddress, Detail)} that finds one bound to a link without going through all sockets.
     *
     * @param interfaceIndex the link that it is bound to, if it is bound to one; one that is bound to another is found, too, as by who
     *     does not know. 0 if that is not known
     */
    public Optional<Subflow> subflow(
            InetSocketAddress local, InetSocketAddress remote, int interfaceIndex, Detail detail) throws IOException {
        return lookup.find(local, remote, interfaceIndex, message -> SubflowCodec.read(message, detail), InetDiag.INFO)
                .flatMap(Function.identity());
    }

    /**
     * Returns options of the subflow with these addresses, or empty if there is none. It is found as by {@link #subflow}, in a
     * lookup of its own. A socket of plain TCP is found, too: before 6.15 not everyone is told which sockets are subflows.
     *
     * @param local address and port at this end; IPv4 is IPv4, of a socket for IPv6, too
     * @param remote address and port at the peer
     * @throws IllegalArgumentException if an address is not resolved, a port is 0, or the two are of different IP versions
     */
    public Optional<SubflowSettings> settings(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        return lookup.find(local, remote, 0, SubflowSettingsCodec::read, SubflowSettingsCodec.EXTENSIONS);
    }

    /**
     * Closes a subflow from outside, whoever has the connection: {@code SOCK_DESTROY}, as {@code ss -K}. Needs CAP_NET_ADMIN in the
     * namespace, and a kernel built with CONFIG_INET_DIAG_DESTROY.
     *
     * <p>The peer gets an RST, to which the subflow is ECONNRESET; here it ends with ECONNABORTED. Both are in the event of
     * {@code mptcp4j.pm} that it closed. The connection stays, and what was on its way is sent again on its other subflows. One that
     * has none left waits for a new one for {@code net.mptcp.close_timeout}. One that fell back to TCP ends. Whether
     * the subflow is opened again is up to the path manager.
     *
     * @param subflow told of by this; its cookie keeps a later one with the same addresses from being closed in its place
     * @throws LinuxException ENOENT if it has ended already; EPERM without CAP_NET_ADMIN; EOPNOTSUPP if the kernel cannot
     */
    public void destroy(Subflow subflow) throws IOException {
        var tuple = new FourTuple(subflow.local(), subflow.remote());
        diag.destroy(
                "subflow destroy " + tuple,
                InetDiagRequest.tcpWithCookie(tuple, subflow.interfaceIndex(), subflow.cookie()));
    }

    /**
     * Returns the sockets that listen. Linux 5.19, by the date of the commit that lets the kernel tell of them (b433728093dd); one
     * before it says that there are none, whatever listens.
     */
    public List<Listener> listeners() throws IOException {
        List<Listener> all = new ArrayList<>();
        for (int family : new int[] {AF_INET, AF_INET6}) {
            all.addAll(dump(InetDiagRequest.mptcp(family, InetDiagRequest.LISTENING), ConnectionCodec::listener));
        }
        return List.copyOf(all);
    }

    @Override
    public void close() {
        diag.close();
    }

    /** Nobody has the token, or the kernel cannot tell: both are ENOENT, but the second one is so for everything. */
    private Optional<Connection> find(long token) throws IOException {
        try {
            return Optional.of(
                    diag.ask("connection show " + token, InetDiagRequest.mptcp(token), ConnectionCodec::connection));
        } catch (NetlinkException e) {
            if (!e.errno().equals(Errno.ENOENT)) {
                throw e;
            }
            if (!answered) {
                listeners();
            }
            return Optional.empty();
        }
    }

    private SubflowTable subflows(Detail detail) throws IOException {
        var table = new SubflowTable();
        for (int family : new int[] {AF_INET, AF_INET6}) {
            table.addAll(dump(InetDiagRequest.tcp(family), message -> SubflowCodec.read(message, detail)));
        }
        return table;
    }

    /** Returns empty if the connection ended since it was listed. */
    private Optional<Connection> join(Connection listed, SubflowTable subflows) throws IOException {
        List<Subflow> its = subflows.of(listed);
        boolean hadNone = listed.info().subflowsTotal().orElse(1) == 0;
        if (!its.isEmpty() || hadNone) {
            return Optional.of(listed.with(Optional.of(its)));
        }
        if (!subflows.tells(listed)) {
            return Optional.of(listed);
        }
        return find(listed.token()).map(still -> still.with(Optional.of(its)));
    }

    private <T> List<T> dump(byte[] request, Parser<T> parser) throws IOException {
        List<T> all = diag.dump("connection show", request, parser);
        answered = true;
        return all;
    }
}
