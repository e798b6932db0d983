package mptcp4j.route;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.IpAddress;
import mptcp4j.linux.Netns;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.NetlinkException;
import mptcp4j.netlink.NetlinkSocket;

/**
 * The links, addresses, routes, rules and queueing disciplines of one network namespace. Every change needs
 * CAP_NET_ADMIN in the namespace; reading needs nothing. Each method throws {@link LinuxException} with the kernel's
 * own words where the kernel refuses. Thread-safe.
 */
public final class Rtnetlink implements Closeable {
    private static final int NEWLINK = 16;
    private static final int DELLINK = 17;
    private static final int GETLINK = 18;
    private static final int NEWADDR = 20;
    private static final int DELADDR = 21;
    private static final int GETADDR = 22;
    private static final int NEWROUTE = 24;
    private static final int DELROUTE = 25;
    private static final int GETROUTE = 26;
    private static final int NEWRULE = 32;
    private static final int DELRULE = 33;
    private static final int GETRULE = 34;
    private static final int NEWQDISC = 36;

    private static final int TC_H_ROOT = 0xffffffff;
    private static final int MADE_ONCE = Message.CREATE | Message.EXCLUSIVE;
    private static final int MADE_OR_CHANGED = Message.CREATE | Message.REPLACE;

    private final NetlinkConnection connection;

    /** Takes ownership of the connection. */
    Rtnetlink(NetlinkConnection connection) {
        this.connection = connection;
    }

    /** Opens it in the namespace of the calling thread; any thread may use it after. */
    public static Rtnetlink open() throws IOException {
        return new Rtnetlink(new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.ROUTE)));
    }

    /**
     * Opens it in another namespace.
     *
     * @param namespace the file that stands for it, such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
     * @throws LinuxException ENOENT if there is no such file, EINVAL if it is no network namespace, EPERM without
     *     CAP_SYS_ADMIN there
     */
    public static Rtnetlink open(Path namespace) throws IOException {
        try (Netns netns = Netns.open(namespace.toString())) {
            return netns.call(Rtnetlink::open);
        }
    }

    /** Reads all of it, table by table; links first. */
    public NetworkState state() throws IOException {
        return state(EnumSet.allOf(NetworkTable.class), NetworkState.EMPTY);
    }

    /** Reads some tables, in their order, and takes the others as they were. */
    NetworkState state(Set<NetworkTable> tables, NetworkState before) throws IOException {
        return new NetworkState(
                tables.contains(NetworkTable.LINKS) ? links() : before.links(),
                tables.contains(NetworkTable.ADDRESSES) ? addresses() : before.addresses(),
                tables.contains(NetworkTable.ROUTES) ? routes() : before.routes(),
                tables.contains(NetworkTable.RULES) ? rules() : before.rules());
    }

    /**
     * Returns all links.
     *
     * @throws LinuxException EINTR if they changed during each of five dumps, as for the other tables
     */
    public List<Link> links() throws IOException {
        return List.copyOf(connection.dump("link show", GETLINK, LinkCodec.all(), LinkCodec::read));
    }

    /** Returns all IPv4 and IPv6 addresses. */
    public List<Address> addresses() throws IOException {
        return dump("address show", GETADDR, AddressCodec.all(), AddressCodec::read);
    }

    /** Returns all IPv4 and IPv6 routes, of all tables. */
    public List<Route> routes() throws IOException {
        return dump("route show table all", GETROUTE, RouteCodec.all(), RouteCodec::read);
    }

    /** Returns all IPv4 and IPv6 rules. */
    public List<Rule> rules() throws IOException {
        return dump("rule show", GETRULE, RuleCodec.all(), RuleCodec::read);
    }

    /**
     * Asks how a packet of this host would leave, as {@code ip route get}.
     *
     * @return the route to the one destination, with the table that it was found in, the link and the gateway
     * @throws LinuxException ENETUNREACH if there is none; EHOSTUNREACH, EACCES or EINVAL if a route or rule refuses, by
     *     its type; EINVAL if the source is no address of this host; ENODEV if the link is gone
     */
    public Route lookup(RouteQuery query) throws IOException {
        String operation = "route get " + IpAddress.text(query.destination());
        return connection
                .ask(operation, GETROUTE, RouteCodec.write(query), RouteCodec::read)
                .orElseThrow(() -> new MalformedException("a route of another family to " + operation));
    }

    /**
     * Returns a link.
     *
     * @throws LinuxException ENODEV if there is none of that name
     */
    public Link link(String name) throws IOException {
        return read("link show " + name, LinkCodec.byName(name));
    }

    /**
     * Returns a link.
     *
     * @throws LinuxException ENODEV if there is none of that index
     */
    public Link link(int index) throws IOException {
        return read("link show " + index, LinkCodec.byIndex(index));
    }

    /**
     * Returns what has passed a link so far.
     *
     * @throws LinuxException ENODEV if there is none of that index
     */
    public LinkCounters counters(int link) throws IOException {
        return connection.ask("link show " + link, GETLINK, LinkCodec.byIndex(link), LinkCodec::readCounters);
    }

    /**
     * Makes a veth pair: what goes into one end comes out of the other. Both are down.
     *
     * @param name of the end here
     * @param peer name of the end in the other namespace
     * @param peerNamespace an open descriptor of that
     * @throws LinuxException EEXIST if a name is taken, EOPNOTSUPP if the kernel has no veth
     */
    public void addVeth(String name, String peer, int peerNamespace) throws IOException {
        byte[] request = LinkCodec.veth(name, peer, peerNamespace);
        connection.command("link add " + name + " type veth", NEWLINK, MADE_ONCE, request);
    }

    /**
     * Makes a bridge, which is down and has no ports. It has no spanning tree, so a port forwards at once, and no
     * multicast snooping, so it says nothing of its own.
     *
     * @throws LinuxException EEXIST if the name is taken, EOPNOTSUPP if the kernel has no bridge
     */
    public void addBridge(String name) throws IOException {
        connection.command("link add " + name + " type bridge", NEWLINK, MADE_ONCE, LinkCodec.bridge(name));
    }

    /** Removes a link, and with it the other end of a veth, all addresses and all routes through it. */
    public void removeLink(int link) throws IOException {
        connection.command("link delete " + link, DELLINK, 0, LinkCodec.byIndex(link));
    }

    /**
     * Sets a link up or down. Down takes all routes through it away, and all IPv6 addresses; up brings only the routes
     * to its own networks back.
     */
    public void setUp(int link, boolean up) throws IOException {
        connection.command("link set " + link + (up ? " up" : " down"), NEWLINK, 0, LinkCodec.up(link, up));
    }

    /** Makes a link a port of a bridge. */
    public void setMaster(int link, int bridge) throws IOException {
        connection.command("link set " + link + " master " + bridge, NEWLINK, 0, LinkCodec.master(link, bridge));
    }

    /** Takes a link out of its bridge. Its carrier stays. */
    public void clearMaster(int link) throws IOException {
        connection.command("link set " + link + " nomaster", NEWLINK, 0, LinkCodec.master(link, 0));
    }

    /** Limits how many segments a sender may hand to the link as one packet (GSO); 1 is none. */
    public void setGsoMaxSegments(int link, int segments) throws IOException {
        byte[] request = LinkCodec.gsoMaxSegments(link, segments);
        connection.command("link set " + link + " gso_max_segs " + segments, NEWLINK, 0, request);
    }

    /** Gives a link an address, with the route to its network. No error if it has it already. */
    public void putAddress(int link, Prefix address) throws IOException {
        String operation = "address add " + address + " dev " + link;
        connection.command(operation, NEWADDR, MADE_OR_CHANGED, AddressCodec.write(link, address));
    }

    /**
     * Takes an address from a link, and with it the routes that use it as their source.
     *
     * @throws LinuxException EADDRNOTAVAIL if the link does not have it
     */
    public void removeAddress(int link, Prefix address) throws IOException {
        String operation = "address delete " + address + " dev " + link;
        connection.command(operation, DELADDR, 0, AddressCodec.write(link, address));
    }

    /**
     * Adds a route, or replaces the one to the same destination in the same table.
     *
     * @throws LinuxException ENETDOWN or ENETUNREACH if the link is down or the gateway is on no network of it
     */
    public void putRoute(GatewayRoute route) throws IOException {
        String operation = "route replace " + route.destination() + " table " + route.table();
        connection.command(operation, NEWROUTE, MADE_OR_CHANGED, RouteCodec.write(route));
    }

    /**
     * Adds a route, or replaces the one to the same destination in the same table.
     *
     * @throws LinuxException ENETDOWN or ENETUNREACH if the link is down or the gateway is on no network of it
     */
    public void putRoute(LinkRoute route) throws IOException {
        String operation = "route replace " + route.destination() + " table " + route.table();
        connection.command(operation, NEWROUTE, MADE_OR_CHANGED, RouteCodec.write(route));
    }

    /**
     * Removes a route.
     *
     * @throws LinuxException ESRCH if there is none of that destination, gateway, link, table and protocol
     */
    public void removeRoute(LinkRoute route) throws IOException {
        String operation = "route delete " + route.destination() + " table " + route.table();
        connection.command(operation, DELROUTE, 0, RouteCodec.writeRemoved(route));
    }

    /**
     * Removes a rule.
     *
     * @throws LinuxException ENOENT if there is none that is the same in all that is given
     */
    public void removeRule(SourceRule rule) throws IOException {
        String operation = "rule delete from " + rule.from() + " lookup " + rule.table();
        connection.command(operation, DELRULE, 0, RuleCodec.writeRemoved(rule));
    }

    /** Adds a rule, before the rules that are there but after the one for local addresses, or at its priority. */
    public void addRule(SourceRule rule) throws IOException {
        String operation = "rule add from " + rule.from() + " lookup " + rule.table();
        connection.command(operation, NEWRULE, MADE_ONCE, RuleCodec.write(rule));
    }

    /**
     * Sets what a link does with packets before it sends them, instead of what it did.
     *
     * @param handle what a child names as its parent: a number in the upper 16 bits
     * @throws LinuxException ENOENT if the kernel has no such discipline
     */
    public void setQdisc(int link, int handle, Qdisc qdisc) throws IOException {
        putQdisc(link, TC_H_ROOT, handle, qdisc);
    }

    /**
     * Sets what the queue inside of another discipline does.
     *
     * @param parent the class of the other: its handle plus the number of the class, 1 where it has one class only
     * @throws LinuxException ENOENT if the kernel has no such discipline, or the link no such parent
     */
    public void setInnerQdisc(int link, int parent, Qdisc qdisc) throws IOException {
        putQdisc(link, parent, 0, qdisc);
    }

    @Override
    public void close() {
        connection.close();
    }

    private Link read(String operation, byte[] request) throws IOException {
        return connection.ask(operation, GETLINK, request, LinkCodec::read);
    }

    private <T> List<T> dump(String operation, int type, byte[] request, NetlinkConnection.Parser<Optional<T>> parser)
            throws IOException {
        return connection.dump(operation, type, request, parser).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private void putQdisc(int link, int parent, int handle, Qdisc qdisc) throws IOException {
        String operation = "qdisc replace dev " + link + " " + qdisc.kind();
        try {
            connection.command(operation, NEWQDISC, MADE_OR_CHANGED, QdiscCodec.write(link, parent, handle, qdisc));
        } catch (NetlinkException e) {
            if (qdisc instanceof Qdisc.NetworkEmulator && e.errno().equals(Errno.ENOENT)) {
                throw withoutNetem(operation, e);
            }
            throw e;
        }
    }

    private static LinuxException withoutNetem(String operation, NetlinkException cause) {
        var refused = new LinuxException(
                operation,
                cause.errno(),
                "the kernel has no netem queueing discipline (CONFIG_NET_SCH_NETEM): cannot delay or lose packets");
        refused.initCause(cause);
        return refused;
    }
}
