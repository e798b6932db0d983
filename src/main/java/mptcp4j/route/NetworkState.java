package mptcp4j.route;

import java.util.List;
import java.util.Optional;

/**
 * The links, addresses, routes and rules of a network namespace. The kernel gives them table by table, so what changes
 * meanwhile may be in one and not yet in another: an address may be of a link that is not here. Immutable.
 *
 * @param routes of all tables, those of the kernel's {@code local} table too
 */
public record NetworkState(List<Link> links, List<Address> addresses, List<Route> routes, List<Rule> rules) {
    /** Of a namespace of which nothing is known. */
    static final NetworkState EMPTY = new NetworkState(List.of(), List.of(), List.of(), List.of());

    public NetworkState {
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
    }

    /** Returns a link by its index; empty if there is none. */
    public Optional<Link> link(int index) {
        return links.stream().filter(link -> link.index() == index).findFirst();
    }
}
