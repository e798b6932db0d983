package mptcp4j.cli.doctor;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.Endpoint;
import mptcp4j.route.Address;
import mptcp4j.route.Link;
import mptcp4j.route.NetworkState;
import mptcp4j.route.Route;

/** Whether a client with several links would use them. A connection begins at the link of the default route. */
final class MissingEndpointCheck implements Check {
    private static final String SUBJECT = "paths";

    @Override
    public List<Finding> of(Facts facts) {
        NetworkState network = facts.network();
        if (facts.limits().isEmpty() || PathManagerCheck.isUserspace(facts.sysctls())) {
            return List.of();
        }
        Set<InetAddress> used =
                facts.endpoints().stream().map(Endpoint::address).collect(Collectors.toSet());
        return Stream.of(true, false)
                .flatMap(v4 -> Candidates.onSeveralLinks(network, facts.endpoints(), v4).stream()
                        .filter(address -> !used.contains(address.address()) && !isFirst(network, address, v4)))
                .map(address -> finding(network, address))
                .toList();
    }

    private static boolean isFirst(NetworkState network, Address address, boolean v4) {
        return network.routes().stream()
                .filter(route -> route.table() == Route.MAIN && Candidates.isDefault(route, v4))
                .min(Comparator.comparingLong(Route::priority))
                .filter(route -> route.leavesThrough(address.link()))
                .isPresent();
    }

    private static Finding finding(NetworkState network, Address address) {
        String link = network.link(address.link()).map(Link::name).orElse("");
        String host = IpAddress.text(address.address());
        return Finding.warning(SUBJECT, "no endpoint for " + host + ": connections do not use " + link)
                .mendedBy("ip mptcp endpoint add " + host + " dev " + Shell.quoted(link) + " subflow");
    }
}
