package mptcp4j.daemon.paths;

import static mptcp4j.daemon.paths.Networks.ip;
import static mptcp4j.daemon.paths.SourceTables.PROTOCOL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.route.Link;
import mptcp4j.route.LinkRoute;
import mptcp4j.route.NetworkState;
import mptcp4j.route.NextHop;
import mptcp4j.route.OperationalState;
import mptcp4j.route.Prefix;
import mptcp4j.route.Route;
import mptcp4j.route.RouteProtocol;
import mptcp4j.route.RouteType;
import mptcp4j.route.Scope;
import mptcp4j.route.SourceRule;
import org.junit.jupiter.api.Test;

/** A main table, and what source routing makes of it. */
class SourceTablesTest {
    private static final Link ETH0 = Networks.link(2, "eth0", "");
    private static final Link PPP0 = new Link(5, "ppp0", "ppp", 0x110d1, true, OperationalState.UNKNOWN, 1492, 0);
    private static final LocalPath PATH = path("10.0.0.1", 2);

    @Test
    void theNetworksOfTheInterfaceAndItsGateway() {
        SourceTables tables = SourceTables.of(
                network(
                        route("0.0.0.0/0", 600, hop("10.0.0.253", 2)),
                        route("0.0.0.0/0", 100, hop("10.0.0.254", 2)),
                        route("0.0.0.0/0", 10, hop("10.7.0.1", 7)),
                        route("10.0.0.0/24", 0, hop(null, 2)),
                        route("10.7.0.0/24", 0, hop(null, 7)),
                        route("192.0.2.0/24", 0, hop("10.0.0.250", 2)),
                        route("2001:db8::/64", 256, hop(null, 2))),
                List.of(PATH));
        assertEquals(Set.of(made("0.0.0.0/0", "10.0.0.254", 2), made("10.0.0.0/24", null, 2)), tables.routes());
        Prefix from = Prefix.host(PATH.address());
        assertEquals(
                Set.of(
                        new SourceRule(from, 770_002, 7700, OptionalInt.of(0), PROTOCOL),
                        new SourceRule(from, 254, 7701, OptionalInt.of(0), PROTOCOL),
                        new SourceRule(from, 770_002, 7702, OptionalInt.empty(), PROTOCOL)),
                tables.rules());
        assertTrue(tables.serve(PATH));
    }

    @Test
    void nothingWithoutAGateway() {
        SourceTables tables = SourceTables.of(
                network(route("10.0.0.0/24", 0, hop(null, 2)), route("0.0.0.0/0", 0, hop("2001:db8::1", 2))),
                List.of(PATH));
        assertEquals(SourceTables.NONE, tables);
        assertFalse(tables.serve(PATH));
    }

    @Test
    void noGatewayIsNeededWhereThereIsButOneOther() {
        SourceTables tables =
                SourceTables.of(network(route("10.64.0.1/32", 0, hop(null, 5))), List.of(path("10.64.0.5", 5)));
        assertEquals(Set.of(made("0.0.0.0/0", null, 5), made("10.64.0.1/32", null, 5)), tables.routes());
    }

    @Test
    void oneOfSeveralNextHops() {
        SourceTables tables = SourceTables.of(
                network(route("0.0.0.0/0", 0, hop("10.7.0.1", 7), hop("10.0.0.254", 2))), List.of(PATH));
        assertEquals(Set.of(made("0.0.0.0/0", "10.0.0.254", 2)), tables.routes());
    }

    @Test
    void aGatewayThatIsOnNoNetworkOfTheLink() {
        var hop = new NextHop(Optional.of(ip("172.31.1.1")), 2, 1, 4);
        SourceTables tables = SourceTables.of(network(route("0.0.0.0/0", 0, hop)), List.of(PATH));
        assertEquals(
                Set.of(new LinkRoute(prefix("0.0.0.0/0"), hop.gateway(), true, 2, 770_002, PROTOCOL)), tables.routes());
    }

    @Test
    void aGatewayOfIpv6() {
        LocalPath six = path("2001:db8::1", 2);
        SourceTables tables = SourceTables.of(
                network(
                        route("::/0", 1024, hop("fe80::1", 2)),
                        route("fe80::/64", 256, hop(null, 2)),
                        route("2001:db8::/64", 256, hop(null, 2))),
                List.of(PATH, six));
        assertEquals(Set.of(made("::/0", "fe80::1", 2), made("2001:db8::/64", null, 2)), tables.routes());
        assertTrue(tables.serve(six));
        assertFalse(tables.serve(PATH));
    }

    private static NetworkState network(Route... routes) {
        return new NetworkState(List.of(ETH0, PPP0), List.of(), Arrays.asList(routes), List.of());
    }

    private static LocalPath path(String address, int link) {
        return new LocalPath(ip(address), link, "", 0, false, false, 1);
    }

    private static LinkRoute made(String destination, String gateway, int link) {
        return new LinkRoute(
                prefix(destination),
                Optional.ofNullable(gateway).map(Networks::ip),
                false,
                link,
                770_000 + link,
                PROTOCOL);
    }

    private static Prefix prefix(String text) {
        String[] parts = text.split("/");
        return new Prefix(ip(parts[0]), Integer.parseInt(parts[1]));
    }

    private static NextHop hop(String gateway, int link) {
        return new NextHop(Optional.ofNullable(gateway).map(Networks::ip), link, 1, 0);
    }

    private static Route route(String destination, long metric, NextHop... hops) {
        Prefix to = prefix(destination);
        return new Route(
                to,
                Prefix.any(to.address()),
                0,
                Route.MAIN,
                metric,
                Optional.empty(),
                RouteType.UNICAST,
                Scope.UNIVERSE,
                RouteProtocol.DHCP,
                new ArrayList<>(List.of(hops)),
                0);
    }
}
