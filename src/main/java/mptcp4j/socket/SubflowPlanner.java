package mptcp4j.socket;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.stream.Stream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.route.Address;
import mptcp4j.route.AddressFlag;
import mptcp4j.route.Route;
import mptcp4j.route.RouteQuery;
import mptcp4j.route.Rtnetlink;

/** Chooses what a {@link SubflowSpec} leaves open. */
final class SubflowPlanner {
    private static final String OPERATION = "open subflow";

    private final MptcpConnection connection;
    private final Control control;
    private final PeerAddresses peer;

    SubflowPlanner(MptcpConnection connection, Control control, PeerAddresses peer) {
        this.connection = connection;
        this.control = control;
        this.peer = peer;
    }

    SubflowPlan plan(SubflowSpec spec) throws IOException {
        try {
            return chosen(spec);
        } catch (LinuxException e) {
            if (e.operation().equals(OPERATION)) {
                throw e;
            }
            String words = e.detail() == null ? e.errno().meaning() : e.detail();
            var refusal = new LinuxException(OPERATION, e.errno(), e.operation() + ": " + words);
            refusal.initCause(e);
            throw refusal;
        }
    }

    private SubflowPlan chosen(SubflowSpec spec) throws IOException {
        InetSocketAddress remote = remote(spec);
        if (spec.localAddress().isPresent() && spec.interfaceName().isEmpty()) {
            return plan(spec, spec.localAddress().get(), 0, remote);
        }
        control.requireSameNamespace();
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            int link = spec.interfaceName().isEmpty()
                    ? 0
                    : rtnetlink.link(spec.interfaceName().get()).index();
            InetAddress local = link == 0 ? routed(rtnetlink, remote) : ofLink(rtnetlink, spec, link, remote);
            return plan(spec, local, link, remote);
        }
    }

    private static SubflowPlan plan(SubflowSpec spec, InetAddress local, int link, InetSocketAddress remote)
            throws LinuxException {
        if (isIpv6(local) != isIpv6(remote.getAddress())) {
            throw new LinuxException(
                    OPERATION,
                    Errno.EINVAL,
                    "no subflow goes from " + local.getHostAddress() + " to "
                            + remote.getAddress().getHostAddress()
                            + ", which is another IP version, and the peer is not known to have an address of the first:"
                            + " say with to(...) where it goes");
        }
        return new SubflowPlan(local, spec.localPort(), link, remote, spec.remoteId(), spec.isBackup());
    }

    private InetSocketAddress remote(SubflowSpec spec) throws IOException {
        InetSocketAddress initial = control.initialRemote();
        if (spec.remoteId() != 0) {
            InetSocketAddress announced = peer.of(spec.remoteId());
            int port = spec.remotePort() != 0 ? spec.remotePort() : announced.getPort();
            return new InetSocketAddress(announced.getAddress(), port != 0 ? port : initial.getPort());
        }
        InetAddress address = spec.remoteAddress().isPresent()
                ? spec.remoteAddress().get()
                : likeLocal(spec).orElse(initial.getAddress());
        return new InetSocketAddress(address, spec.remotePort() != 0 ? spec.remotePort() : initial.getPort());
    }

    /** From an address of the other IP version than the connection's, it goes where the peer is known to have one of that. */
    private Optional<InetAddress> likeLocal(SubflowSpec spec) throws IOException {
        Optional<InetAddress> local = spec.localAddress();
        if (local.isEmpty()
                || isIpv6(local.get()) == isIpv6(control.initialRemote().getAddress())) {
            return Optional.empty();
        }
        return Stream.concat(connection.subflows().stream().map(Subflow::remote), peer.announced().stream())
                .map(InetSocketAddress::getAddress)
                .filter(remote -> isIpv6(remote) == isIpv6(local.get()))
                .findFirst();
    }

    /** A socket that binds to the wildcard address gets this one; the kernel would keep a useless entry for the wildcard. */
    private static InetAddress routed(Rtnetlink rtnetlink, InetSocketAddress remote) throws IOException {
        Route route = rtnetlink.lookup(RouteQuery.to(remote.getAddress()));
        return route.preferredSource()
                .orElseThrow(() -> new LinuxException(
                        OPERATION,
                        Errno.EADDRNOTAVAIL,
                        "the route to " + remote.getAddress().getHostAddress() + " has no source address"));
    }

    private static InetAddress ofLink(Rtnetlink rtnetlink, SubflowSpec spec, int link, InetSocketAddress remote)
            throws IOException {
        Optional<Address> found = rtnetlink.addresses().stream()
                .filter(address -> address.link() == link && fits(address, spec, remote.getAddress()))
                .findFirst();
        return found.map(Address::address)
                .orElseThrow(() -> new LinuxException(
                        OPERATION,
                        Errno.EADDRNOTAVAIL,
                        "interface " + spec.interfaceName().orElseThrow() + " has no usable "
                                + (isIpv6(remote.getAddress()) ? "IPv6" : "IPv4") + " address"
                                + spec.localAddress()
                                        .map(its -> " " + its.getHostAddress())
                                        .orElse("")));
    }

    private static boolean fits(Address address, SubflowSpec spec, InetAddress remote) {
        if (spec.localAddress().isPresent()) {
            return address.usable()
                    && address.address().equals(spec.localAddress().get());
        }
        return address.usable()
                && !address.flags().contains(AddressFlag.DEPRECATED)
                && isIpv6(address.address()) == isIpv6(remote)
                && address.address().isLinkLocalAddress() == remote.isLinkLocalAddress();
    }

    private static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
