package mptcp4j.cli.doctor;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.pm.Endpoint;
import mptcp4j.route.Address;
import mptcp4j.route.NetworkState;
import mptcp4j.route.Route;
import mptcp4j.route.Scope;

/**
 * The addresses that could be one end of a path: usable, not temporary, not of the link alone, and either meant for it, as an
 * endpoint tells, or of a link that leads away, as a default route tells. A bridge of containers has neither.
 */
final class Candidates {
    private Candidates() {}

    /** Returns those of a family whose links are two or more: else there is nothing to choose. */
    static List<Address> onSeveralLinks(NetworkState network, List<Endpoint> endpoints, boolean v4) {
        List<Address> all = network.addresses().stream()
                .filter(address -> isV4(address.address()) == v4 && isGood(address))
                .filter(address -> isMeant(endpoints, address) || leadsAway(network, address, v4))
                .filter(address -> network.link(address.link())
                        .filter(link -> link.operational() && !link.loopback())
                        .isPresent())
                .toList();
        return all.stream().map(Address::link).distinct().count() > 1 ? all : List.of();
    }

    /** Returns those of both families. */
    static List<Address> onSeveralLinks(NetworkState network, List<Endpoint> endpoints) {
        return Stream.of(true, false)
                .flatMap(v4 -> onSeveralLinks(network, endpoints, v4).stream())
                .toList();
    }

    static boolean isV4(InetAddress address) {
        return address instanceof Inet4Address;
    }

    /** Returns whether a route is for everything of a family, and leaves through a link. */
    static boolean isDefault(Route route, boolean v4) {
        boolean leaves = route.nextHops().stream().anyMatch(hop -> hop.link() != 0);
        return leaves && route.isDefault() && isV4(route.destination().address()) == v4;
    }

    private static boolean isGood(Address address) {
        boolean wide = address.scope().equals(Scope.UNIVERSE) || address.scope().equals(Scope.SITE);
        return wide && address.usable() && !address.temporary();
    }

    private static boolean isMeant(List<Endpoint> endpoints, Address address) {
        return endpoints.stream().anyMatch(endpoint -> endpoint.address().equals(address.address()));
    }

    private static boolean leadsAway(NetworkState network, Address address, boolean v4) {
        return network.routes().stream().anyMatch(route -> isDefault(route, v4) && route.leavesThrough(address.link()));
    }
}
