package mptcp4j.route;

import static java.util.stream.Collectors.joining;
import static mptcp4j.route.AddressFlag.DEPRECATED;
import static mptcp4j.route.AddressFlag.NODAD;
import static mptcp4j.route.AddressFlag.PERMANENT;
import static mptcp4j.route.AddressFlag.SECONDARY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.Golden;
import mptcp4j.netlink.NetlinkConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a kernel answered to {@code ip}, read by us; {@code scripts/capture-golden} says what was there. */
class RtnetlinkGoldenTest {
    private static final int MULTICAST_UP_LOWER_UP = 0x11043;

    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final Rtnetlink rtnetlink = new Rtnetlink(new NetlinkConnection(kernel));

    @AfterEach
    void close() {
        rtnetlink.close();
    }

    @Test
    void linksAndAddresses() throws IOException {
        Golden.read("address-show").replay(kernel);
        assertEquals(
                List.of(
                        new Link(1, "lo", "", 0x10049, true, OperationalState.UNKNOWN, 65536, 0),
                        new Link(7, "v0", "veth", MULTICAST_UP_LOWER_UP, true, OperationalState.UP, 1400, 0),
                        new Link(8, "v1", "veth", MULTICAST_UP_LOWER_UP, true, OperationalState.UP, 1500, 9),
                        new Link(9, "br0", "bridge", 0x1002, false, OperationalState.DOWN, 1500, 0)),
                rtnetlink.links());
        assertEquals(
                List.of(
                        forEver(1, "127.0.0.1", 8, Scope.HOST, PERMANENT),
                        new Address(
                                7,
                                address("10.64.0.5"),
                                32,
                                Optional.of(address("10.64.0.1")),
                                Scope.UNIVERSE,
                                AddressFlags.of(PERMANENT),
                                Optional.empty(),
                                Optional.empty()),
                        forEver(7, "10.0.0.2", 24, Scope.UNIVERSE, PERMANENT),
                        new Address(
                                7,
                                address("10.0.0.3"),
                                24,
                                Optional.empty(),
                                Scope.UNIVERSE,
                                AddressFlags.of(SECONDARY),
                                Optional.of(Duration.ofMinutes(5)),
                                Optional.of(Duration.ofMinutes(10))),
                        forEver(1, "::1", 128, Scope.HOST, PERMANENT),
                        new Address(
                                7,
                                address("2001:db8::6"),
                                64,
                                Optional.empty(),
                                Scope.UNIVERSE,
                                AddressFlags.of(NODAD, DEPRECATED),
                                Optional.of(Duration.ZERO),
                                Optional.of(Duration.ofMinutes(10))),
                        forEver(7, "2001:db8::5", 64, Scope.UNIVERSE, NODAD, PERMANENT)),
                rtnetlink.addresses());
    }

    @Test
    void routes() throws IOException {
        Golden.read("route-show").replay(kernel);
        List<Route> routes = rtnetlink.routes().stream()
                .filter(route -> route.table() != 255)
                .toList();
        assertEquals(
                List.of(
                        "198.18.0.0/15 unicast boot global table 51820 7:2001:db8:0:0:0:0:0:1*1 7:10.0.0.1*1",
                        "198.51.100.0/24 unicast boot global table 51820 7:10.0.0.1*2 7:-*1",
                        "0.0.0.0/0 unicast dhcp global metric 100 src 10.0.0.2 7:10.0.0.1*1",
                        "10.0.0.0/24 unicast kernel link src 10.0.0.2 7:-*1",
                        "10.9.0.0/16 unicast boot global tos 16 7:10.0.0.1*1",
                        "10.9.0.0/16 unicast boot global 7:10.0.0.1*1",
                        "10.64.0.1/32 unicast kernel link src 10.64.0.5 7:-*1",
                        "100.64.0.0/10 unicast boot global nhid 3 7:10.0.0.1*1",
                        "192.0.2.0/24 unicast boot global 7:2001:db8:0:0:0:0:0:1*1",
                        "203.0.113.0/24 blackhole boot global",
                        "::/0 unicast boot global from 2001:db8::/64 metric 1024" + " 7:2001:db8:0:0:0:0:0:1*1",
                        "::ffff:0.0.0.0/96 unreachable boot global metric 1024 1:-*1",
                        "2001:db8::/64 unicast kernel global metric 256 7:-*1",
                        "2001:db8:1::/48 unicast boot global metric 1024"
                                + " 7:2001:db8:0:0:0:0:0:1*1 7:2001:db8:0:0:0:0:0:2*3"),
                routes.stream().map(RtnetlinkGoldenTest::text).toList());
        assertEquals(
                List.of("0.0.0.0/0 unicast dhcp global metric 100 src 10.0.0.2 7:10.0.0.1*1"),
                routes.stream()
                        .filter(Route::isDefault)
                        .map(RtnetlinkGoldenTest::text)
                        .toList());
    }

    @Test
    void theRouteOfAPacket() throws IOException {
        Golden golden = Golden.read("route-get");
        golden.replay(kernel);
        Route route = rtnetlink.lookup(
                RouteQuery.to(address("192.0.2.9")).from(address("10.0.0.2")).boundTo(7));
        assertEquals("192.0.2.9/32 unicast 0 global from 10.0.0.2/32 7:2001:db8:0:0:0:0:0:1*1", text(route));
        golden.assertRequests(kernel.requests());
    }

    @Test
    void theRouteOfAnIpv6Packet() throws IOException {
        Golden golden = Golden.read("route-get-v6");
        golden.replay(kernel);
        Route route = rtnetlink.lookup(RouteQuery.to(address("2001:db8:1::9")));
        assertEquals(
                "2001:db8:1::9/128 unicast boot global metric 1024 src 2001:db8:0:0:0:0:0:5"
                        + " 7:2001:db8:0:0:0:0:0:1*1",
                text(route));
        golden.assertRequests(kernel.requests());
    }

    @Test
    void rules() throws IOException {
        Golden.read("rule-show").replay(kernel);
        Golden.read("rule-show-v6").replay(kernel);
        assertEquals(
                List.of(
                        "0: from 0.0.0.0/0 to 0.0.0.0/0 lookup 255",
                        "100: from 10.0.0.2/32 to 0.0.0.0/0 lookup 1000",
                        "200: from 0.0.0.0/0 to 192.0.2.0/24 mark 10/ff iif lo oif v0 lookup 51820",
                        "300: from 10.1.0.0/16 to 0.0.0.0/0 and more goto 32766",
                        "400: from 0.0.0.0/0 to 0.0.0.0/0 and more blackhole",
                        "500: from 0.0.0.0/0 to 0.0.0.0/0 lookup 254 suppress 0",
                        "600: from 0.0.0.0/0 to 0.0.0.0/0 and more lookup 254",
                        "32766: from 0.0.0.0/0 to 0.0.0.0/0 lookup 254",
                        "32767: from 0.0.0.0/0 to 0.0.0.0/0 lookup 253"),
                rtnetlink.rules().stream().map(RtnetlinkGoldenTest::text).toList());
        assertEquals(
                List.of(
                        "0: from ::/0 to ::/0 lookup 255",
                        "100: from 2001:db8::/32 to ::/0 lookup 1000",
                        "32766: from ::/0 to ::/0 lookup 254"),
                rtnetlink.rules().stream().map(RtnetlinkGoldenTest::text).toList());
    }

    @Test
    void whatIsMadeAndRemovedForSourceRouting() throws IOException {
        var protocol = new RouteProtocol(77);
        var any = new Prefix(address("0.0.0.0"), 0);
        var byDefault = new LinkRoute(any, Optional.of(address("10.9.0.2")), false, 3, 770003, protocol);
        sends("route-replace", () -> rtnetlink.putRoute(byDefault));
        sends("route-delete", () -> rtnetlink.removeRoute(byDefault));
        var network = new Prefix(address("10.9.0.0"), 24);
        sends(
                "route-replace-link",
                () -> rtnetlink.putRoute(new LinkRoute(network, Optional.empty(), false, 3, 770003, protocol)));
        var any6 = new Prefix(address("::"), 0);
        sends(
                "route-replace-v6",
                () -> rtnetlink.putRoute(
                        new LinkRoute(any6, Optional.of(address("fe80::1")), false, 3, 770003, protocol)));
        var onLink = new LinkRoute(any, Optional.of(address("172.31.1.1")), true, 3, 770003, protocol);
        sends("route-replace-onlink", () -> rtnetlink.putRoute(onLink));
        var rule = new SourceRule(Prefix.host(address("10.9.0.1")), 770003, 7700, OptionalInt.of(0), protocol);
        sends("rule-add", () -> rtnetlink.addRule(rule));
        sends("rule-delete", () -> rtnetlink.removeRule(rule));
        var main = new SourceRule(Prefix.host(address("2001:db8::1")), Route.MAIN, 7701, OptionalInt.empty(), protocol);
        sends("rule-add-v6", () -> rtnetlink.addRule(main));
    }

    private void sends(String name, Command command) throws IOException {
        Golden golden = Golden.read(name);
        golden.replay(kernel);
        int before = kernel.requests().size();
        command.run();
        golden.assertRequests(
                kernel.requests().subList(before, kernel.requests().size()));
    }

    private interface Command {
        void run() throws IOException;
    }

    private static Address forEver(int link, String address, int length, Scope scope, AddressFlag... flags)
            throws UnknownHostException {
        return new Address(
                link,
                address(address),
                length,
                Optional.empty(),
                scope,
                AddressFlags.of(flags),
                Optional.empty(),
                Optional.empty());
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    /** All components, but those that say nothing. */
    private static String text(Route route) {
        String text = route.destination() + " " + route.type() + " " + route.protocol() + " " + route.scope();
        text += route.source().length() == 0 ? "" : " from " + route.source();
        text += route.tos() == 0 ? "" : " tos " + route.tos();
        text += route.table() == Route.MAIN ? "" : " table " + route.table();
        text += route.priority() == 0 ? "" : " metric " + route.priority();
        text += route.preferredSource()
                .map(source -> " src " + source.getHostAddress())
                .orElse("");
        text += route.nextHopObject() == 0 ? "" : " nhid " + route.nextHopObject();
        return text + route.nextHops().stream().map(RtnetlinkGoldenTest::text).collect(joining());
    }

    private static String text(NextHop hop) {
        String gateway = hop.gateway().map(InetAddress::getHostAddress).orElse("-");
        return " " + hop.link() + ":" + gateway + "*" + hop.weight()
                + (hop.flags() == 0 ? "" : " flags " + hop.flags());
    }

    private static String text(Rule rule) {
        String text = rule.priority() + ": from " + rule.from() + " to " + rule.to();
        if (rule.mask() != 0) {
            text += " mark " + Integer.toHexString(rule.mark()) + "/" + Integer.toHexString(rule.mask());
        }
        text += rule.incoming().map(name -> " iif " + name).orElse("");
        text += rule.outgoing().map(name -> " oif " + name).orElse("");
        text += (rule.otherSelectors() ? " and more " : " ") + rule.action();
        text += rule.action().equals(RuleAction.LOOKUP) ? " " + rule.table() : "";
        text += rule.suppressedPrefixLength().isPresent()
                ? " suppress " + rule.suppressedPrefixLength().getAsInt()
                : "";
        return text + (rule.action().equals(RuleAction.GOTO) ? " " + rule.target() : "");
    }
}
