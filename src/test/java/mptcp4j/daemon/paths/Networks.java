package mptcp4j.daemon.paths;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mptcp4j.route.Address;
import mptcp4j.route.AddressFlag;
import mptcp4j.route.AddressFlags;
import mptcp4j.route.Link;
import mptcp4j.route.NetworkState;
import mptcp4j.route.OperationalState;
import mptcp4j.route.Scope;

/** Links and addresses as values, for tests without a kernel. */
final class Networks {
    static final int UP = 0x11043;
    static final int DOWN = 0x1002;
    static final int LOOPBACK = 0x10049;

    private final List<Link> links = new ArrayList<>();
    private final List<Address> addresses = new ArrayList<>();

    static InetAddress ip(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Link link(int index, String name, String kind) {
        return new Link(index, name, kind, UP, true, OperationalState.UP, 1500, 0);
    }

    Networks with(Link link) {
        links.add(link);
        return this;
    }

    Networks up(int index, String name) {
        return with(link(index, name, ""));
    }

    Networks withoutCarrier(int index, String name) {
        return with(new Link(index, name, "", UP & ~0x10000, false, OperationalState.DOWN, 1500, 0));
    }

    Networks address(int link, String address, AddressFlag... flags) {
        return address(link, address, Scope.UNIVERSE, flags);
    }

    Networks address(int link, String address, Scope scope, AddressFlag... flags) {
        InetAddress ip = ip(address);
        addresses.add(new Address(
                link,
                ip,
                ip.getAddress().length == 4 ? 24 : 64,
                Optional.empty(),
                scope,
                AddressFlags.of(flags),
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    NetworkState state() {
        return new NetworkState(links, addresses, List.of(), List.of());
    }
}
