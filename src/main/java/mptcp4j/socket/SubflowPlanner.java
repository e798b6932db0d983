package mptcp4j.socket;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
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

    private final Control control;
    private final PeerAddresses peer;

    SubflowPlanner(Control control, PeerAddresses peer) {
        this.control = control;
        this.peer = peer;
    }

    SubflowPlan plan(SubflowSpec spec) throws IOException {
        InetSocketAddress remote = remote(spec);
        if (spec.localAddress().isPresent() && spec.interfaceName().isEmpty()) {
            return plan(spec, spec.localAddress().get(), 0, remote);
        }
        control.requireSameNamespace();
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            int link = spec.interfaceName().isEmpty()
                    ? 0
                    : rtnetlink.link(spec.interfaceName().get()).index();
            InetAddress local = spec.localAddress().isPresent()
                    ? spec.localAddress().get()
                    : link == 0 ? routed(rtnetlink, remote) : ofLink(rtnetlink, spec, link, remote);
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
                            + ", which is another IP version: say with to(...) where it goes");
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
        InetAddress address = spec.remoteAddress().orElse(initial.getAddress());
        return new InetSocketAddress(address, spec.remotePort() != 0 ? spec.remotePort() : initial.getPort());
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
                .filter(address -> address.link() == link && fits(address, remote.getAddress()))
                .findFirst();
        return found.map(Address::address)
                .orElseThrow(() -> new LinuxException(
                        OPERATION,
                        Errno.EADDRNOTAVAIL,
                        "interface " + spec.interfaceName().orElseThrow() + " has no usable "
                                + (isIpv6(remote.getAddress()) ? "IPv6" : "IPv4") + " address"));
    }

    private static boolean fits(Address address, InetAddress remote) {
        return address.usable()
                && !address.flags().contains(AddressFlag.DEPRECATED)
                && isIpv6(address.address()) == isIpv6(remote)
                && address.address().isLinkLocalAddress() == remote.isLinkLocalAddress();
    }

    private static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
