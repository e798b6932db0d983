package mptcp4j.cli.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.route.Address;
import mptcp4j.route.Link;
import mptcp4j.route.NetworkState;

/** Whether each endpoint has its address, and its link: the kernel keeps it when they go. */
final class EndpointCheck implements Check {
    private static final String SUBJECT = "endpoint";

    @Override
    public List<Finding> of(Facts facts) {
        List<Endpoint> endpoints = facts.endpoints();
        List<Finding> wrong = endpoints.stream()
                .flatMap(endpoint -> of(endpoint, facts.network()).stream())
                .toList();
        return wrong.isEmpty() && !endpoints.isEmpty()
                ? List.of(Finding.ok(SUBJECT, "each has its address (" + endpoints.size() + ")"))
                : wrong;
    }

    private static Optional<Finding> of(Endpoint endpoint, NetworkState network) {
        if (endpoint.interfaceIndex() != 0
                && network.link(endpoint.interfaceIndex()).isEmpty()) {
            return Optional.of(
                    Finding.problem(SUBJECT, text(endpoint, "its link is gone")).mendedBy(delete(endpoint)));
        }
        Optional<Address> address = addresses(endpoint, network).findFirst();
        if (address.isEmpty()) {
            return Optional.of(withoutAddress(endpoint));
        }
        if (!address.get().usable()) {
            return Optional.of(Finding.warning(
                    SUBJECT, text(endpoint, "may not be used: " + address.get().flags())));
        }
        return network.link(address.get().link())
                .filter(link -> !link.operational())
                .map(link -> silent(endpoint, link));
    }

    /** A peer may reach another address than one of ours, such as that of a router that forwards to us. */
    private static Finding withoutAddress(Endpoint endpoint) {
        return endpoint.flags().contains(EndpointFlag.SUBFLOW)
                        || endpoint.flags().contains(EndpointFlag.FULLMESH)
                ? Finding.problem(SUBJECT, text(endpoint, "no link has the address: no subflow can be made"))
                        .mendedBy(delete(endpoint))
                : Finding.warning(
                                SUBJECT,
                                text(endpoint, "no link has the address: right only behind a forwarding router"))
                        .mendedBy(delete(endpoint));
    }

    private static Finding silent(Endpoint endpoint, Link link) {
        return link.up()
                ? Finding.warning(SUBJECT, text(endpoint, link.name() + " has no carrier"))
                : Finding.problem(SUBJECT, text(endpoint, link.name() + " is down"))
                        .mendedBy("ip link set " + Shell.quoted(link.name()) + " up");
    }

    private static Stream<Address> addresses(Endpoint endpoint, NetworkState network) {
        return network.addresses().stream()
                .filter(address -> address.address().equals(endpoint.address()))
                .filter(address -> endpoint.interfaceIndex() == 0 || endpoint.interfaceIndex() == address.link());
    }

    private static String text(Endpoint endpoint, String what) {
        return IpAddress.text(endpoint.address()) + " id " + endpoint.id() + ": " + what;
    }

    private static String delete(Endpoint endpoint) {
        return "ip mptcp endpoint delete id " + endpoint.id();
    }
}
