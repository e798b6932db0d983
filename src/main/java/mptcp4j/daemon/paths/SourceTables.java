package mptcp4j.daemon.paths;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.route.Link;
import mptcp4j.route.LinkRoute;
import mptcp4j.route.NetworkState;
import mptcp4j.route.NextHop;
import mptcp4j.route.Prefix;
import mptcp4j.route.Route;
import mptcp4j.route.RouteProtocol;
import mptcp4j.route.RouteType;
import mptcp4j.route.Rule;
import mptcp4j.route.RuleAction;
import mptcp4j.route.SourceRule;

/**
 * The routes and rules by which packets from the address of an interface leave through it. Immutable.
 *
 * <p>An interface has a table of its own: its networks, and a default route through its gateway, as the main table knows both. An address
 * has three rules:
 *
 * <pre>
 *  7700  from ADDRESS lookup TABLE suppress_prefixlength 0   to the networks of the interface through the interface,
 *  7701  from ADDRESS lookup main  suppress_prefixlength 0   to other networks, such as those of containers, as ever,
 *  7702  from ADDRESS lookup TABLE                           to the rest of the world through the interface's gateway
 * </pre>
 *
 * Each route and rule has the protocol 77, by which it is known as ours. Where the interface has no gateway, there is nothing.
 *
 * @param routes of all interfaces
 * @param rules of all addresses
 */
record SourceTables(Set<LinkRoute> routes, Set<SourceRule> rules) {
    /** {@code rtm_protocol}, whose numbers from 5 on are for whoever takes them; none that iproute2 knows is 77. */
    static final RouteProtocol PROTOCOL = new RouteProtocol(77);

    static final SourceTables NONE = new SourceTables(Set.of(), Set.of());

    /** The index of the interface is added. */
    private static final int FIRST_TABLE = 770_000;

    private static final long OWN_NETWORKS = 7700;
    private static final long OTHER_NETWORKS = 7701;
    private static final long WORLD = 7702;

    SourceTables {
        routes = Set.copyOf(routes);
        rules = Set.copyOf(rules);
    }

    /** Returns what there should be for these addresses. */
    static SourceTables of(NetworkState network, Collection<LocalPath> paths) {
        Set<LinkRoute> routes = new LinkedHashSet<>();
        Set<SourceRule> rules = new LinkedHashSet<>();
        for (LocalPath path : paths) {
            gateway(network, path).ifPresent(byDefault -> {
                routes.add(byDefault);
                routes.addAll(networks(network, path));
                rules.addAll(rules(path));
            });
        }
        return new SourceTables(routes, rules);
    }

    /** Returns those that there are, whoever of us has made them. */
    static SourceTables ownedIn(NetworkState network) {
        Set<LinkRoute> routes = new LinkedHashSet<>();
        Set<SourceRule> rules = new LinkedHashSet<>();
        network.routes().stream()
                .filter(route -> route.protocol().equals(PROTOCOL))
                .forEach(route -> route.nextHops()
                        .forEach(hop -> routes.add(new LinkRoute(
                                route.destination(),
                                hop.gateway(),
                                hop.onLink(),
                                hop.link(),
                                route.table(),
                                PROTOCOL))));
        network.rules().stream()
                .filter(rule ->
                        rule.protocol().equals(PROTOCOL) && rule.action().equals(RuleAction.LOOKUP))
                .forEach(rule -> rules.add(owned(rule)));
        return new SourceTables(routes, rules);
    }

    /** Returns whether packets from the address of the path leave through its interface. */
    boolean serve(LocalPath path) {
        return rules.containsAll(rules(path))
                && routes.stream()
                        .anyMatch(route -> route.table() == table(path.link())
                                && route.destination().equals(Prefix.any(path.address())));
    }

    /** Returns whether a route that is put takes the place of another. */
    static boolean replaces(LinkRoute one, LinkRoute other) {
        return one.table() == other.table() && one.destination().equals(other.destination());
    }

    private static SourceRule owned(Rule rule) {
        return new SourceRule(rule.from(), rule.table(), rule.priority(), rule.suppressedPrefixLength(), PROTOCOL);
    }

    private static int table(int link) {
        return FIRST_TABLE + link;
    }

    private static List<SourceRule> rules(LocalPath path) {
        Prefix from = Prefix.host(path.address());
        int table = table(path.link());
        return List.of(
                new SourceRule(from, table, OWN_NETWORKS, OptionalInt.of(0), PROTOCOL),
                new SourceRule(from, Route.MAIN, OTHER_NETWORKS, OptionalInt.of(0), PROTOCOL),
                new SourceRule(from, table, WORLD, OptionalInt.empty(), PROTOCOL));
    }

    /** The best default route of the main table through the link; where there is but one at its other end, nobody has to be named. */
    private static Optional<LinkRoute> gateway(NetworkState network, LocalPath path) {
        Prefix any = Prefix.any(path.address());
        Optional<LinkRoute> byRouter = main(network, path)
                .filter(route -> route.isDefault() && route.destination().equals(any))
                .min(Comparator.comparingLong(Route::priority))
                .flatMap(route -> hop(route, path))
                .map(hop -> new LinkRoute(any, hop.gateway(), hop.onLink(), path.link(), table(path.link()), PROTOCOL));
        boolean onlyOne = network.link(path.link()).map(Link::pointToPoint).orElse(false);
        return byRouter.or(() -> onlyOne
                ? Optional.of(new LinkRoute(any, Optional.empty(), false, path.link(), table(path.link()), PROTOCOL))
                : Optional.empty());
    }

    private static List<LinkRoute> networks(NetworkState network, LocalPath path) {
        return main(network, path)
                .filter(route -> !route.isDefault()
                        && route.nextHops().size() == 1
                        && route.nextHops().get(0).gateway().isEmpty()
                        && sameFamily(route.destination().address(), path.address())
                        && !route.destination().address().isLinkLocalAddress())
                .map(route -> new LinkRoute(
                        route.destination(), Optional.empty(), false, path.link(), table(path.link()), PROTOCOL))
                .toList();
    }

    private static Stream<Route> main(NetworkState network, LocalPath path) {
        return network.routes().stream()
                .filter(route -> route.table() == Route.MAIN
                        && route.type().equals(RouteType.UNICAST)
                        && route.tos() == 0
                        && route.source().length() == 0
                        && hop(route, path).isPresent());
    }

    /** A gateway of the other family cannot be written down here. */
    private static Optional<NextHop> hop(Route route, LocalPath path) {
        return route.nextHops().stream()
                .filter(hop -> hop.link() == path.link()
                        && hop.gateway()
                                .map(gateway -> sameFamily(gateway, path.address()))
                                .orElse(true))
                .findFirst();
    }

    private static boolean sameFamily(InetAddress one, InetAddress other) {
        return one.getClass().equals(other.getClass());
    }
}
