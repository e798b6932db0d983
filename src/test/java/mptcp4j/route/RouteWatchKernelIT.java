package mptcp4j.route;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import mptcp4j.route.RouteEvent.AddressChanged;
import mptcp4j.route.RouteEvent.AddressRemoved;
import mptcp4j.route.RouteEvent.LinkChanged;
import mptcp4j.route.RouteEvent.LinkRemoved;
import mptcp4j.route.RouteEvent.Overflow;
import mptcp4j.route.RouteEvent.RouteAdded;
import mptcp4j.route.RouteEvent.RouteRemoved;
import mptcp4j.route.RouteEvent.RuleAdded;
import mptcp4j.route.RouteEvent.RuleRemoved;
import org.junit.jupiter.api.Test;

/** Watches the running kernel while {@code ip} changes things. */
class RouteWatchKernelIT extends WatchedNamespace {
    @Test
    void beginsWithWhatIsThere() throws IOException {
        assertEquals(rtnetlink.state(), watch.state());
        assertEquals(
                Set.of("lo", "v0"),
                watch.state().links().stream().map(Link::name).collect(toSet()));
        assertTrue(watch.state().routes().stream().anyMatch(Route::isDefault));
    }

    @Test
    void tellsOfARenamedLink() throws IOException {
        Link before = link("v0");
        ip(here, "link set v0 name wan0");
        var renamed = (LinkChanged) await(
                event -> event instanceof LinkChanged it && it.now().name().equals("wan0"));
        assertEquals(before, renamed.before());
        assertEquals(before.index(), renamed.now().index());
    }

    @Test
    void tellsOfALostCarrierAndThatItsRoutesAreDead() throws IOException {
        ip(there, "link set v1 down");
        List<RouteEvent> all =
                awaitAll(event -> event instanceof LinkChanged it && !it.now().carrier());
        assertFalse(link("v0").operational());
        assertTrue(link("v0").up());
        assertTrue(
                all.stream()
                        .anyMatch(event -> event instanceof RouteAdded it
                                && it.route().isDefault()
                                && it.route().nextHops().get(0).dead()),
                all::toString);
        ip(there, "link set v1 up");
        await(event -> event instanceof LinkChanged it && it.now().operational());
    }

    /** The kernel says nothing of these routes, and the message of the link comes before they are gone. */
    @Test
    void tellsOfRoutesThatGoWithTheirLink() throws IOException {
        for (int i = 0; i < 100; i++) {
            ip(here, "link set v0 down");
            awaitAll(event -> event instanceof LinkChanged it && !it.now().up());
            int v0 = link("v0").index();
            assertEquals(List.of(), leaving(v0), "after the link went down");
            ip(here, "link set v0 up");
            ip(here, "route replace default via 10.9.0.2");
            await(event -> event instanceof RouteAdded it && it.route().isDefault());
        }
        assertEquals(rtnetlink.state(), watch.state());
    }

    @Test
    void tellsOfAnAddressThatComesAndGoes() throws IOException {
        ip(here, "address add 10.64.0.5 peer 10.64.0.1/32 dev v0");
        var came = (AddressChanged) await(event -> event instanceof AddressChanged);
        assertEquals(null, came.before());
        assertEquals(InetAddress.getByName("10.64.0.5"), came.now().address());
        assertEquals(InetAddress.getByName("10.64.0.1"), came.now().peer().orElseThrow());
        ip(here, "address del 10.64.0.5 peer 10.64.0.1/32 dev v0");
        assertEquals(new AddressRemoved(came.now()), await(event -> event instanceof AddressRemoved));
    }

    @Test
    void tellsWhenAnAddressIsTentativeNoMore() throws IOException {
        here.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/v0/disable_ipv6"), "0"));
        ip(here, "address add fd00::5/64 dev v0");
        InetAddress added = InetAddress.getByName("fd00::5");
        Predicate<RouteEvent> ours = event ->
                event instanceof AddressChanged it && it.now().address().equals(added);
        var tentative = (AddressChanged) await(ours);
        assertFalse(tentative.now().usable());
        var permanent = (AddressChanged) await(ours);
        assertEquals(tentative.now(), permanent.before());
        assertTrue(permanent.now().usable());
    }

    @Test
    void saysNothingOfRenewedLifetimes() throws IOException {
        ip(here, "address add 10.10.0.1/24 dev v0 valid_lft 1000 preferred_lft 900");
        await(event -> event instanceof AddressChanged);
        ip(here, "address change 10.10.0.1/24 dev v0 valid_lft 5000 preferred_lft 4000");
        ip(here, "rule add from 10.10.0.1 lookup 1000");
        List<RouteEvent> all = awaitAll(event -> event instanceof RuleAdded);
        assertEquals(
                List.of(RuleAdded.class), all.stream().map(Object::getClass).toList());
        ip(here, "rule del from 10.10.0.1 lookup 1000");
        assertEquals(new RuleRemoved(((RuleAdded) all.get(0)).rule()), await(event -> event instanceof RuleRemoved));
    }

    @Test
    void tellsOfAMultipathRouteThatLosesANextHop() throws IOException {
        ip(here, "address add 10.10.0.1/24 dev v0");
        ip(here, "route add 192.0.2.0/24 nexthop via 10.9.0.2 nexthop via 10.10.0.2");
        await(event -> event instanceof RouteAdded it && it.route().nextHops().size() == 2);
        ip(here, "route replace 192.0.2.0/24 nexthop via 10.9.0.2");
        List<RouteEvent> all = awaitAll(event ->
                event instanceof RouteRemoved it && it.route().nextHops().size() == 2);
        assertTrue(
                all.stream()
                        .anyMatch(event -> event instanceof RouteAdded it
                                && it.route().destination().toString().equals("192.0.2.0/24")
                                && it.route().nextHops().size() == 1),
                all::toString);
    }

    @Test
    void tellsOfALinkWhoseOtherEndsNamespaceIsDeleted() throws IOException {
        Link last = link("v0");
        close(there);
        List<RouteEvent> all = awaitAll(event -> event instanceof LinkRemoved);
        assertEquals(
                last.index(), ((LinkRemoved) all.get(all.size() - 1)).last().index(), all::toString);
        assertEquals(rtnetlink.state(), watch.state());
        assertEquals(List.of(), leaving(last.index()));
    }

    @Test
    void saysNothingOfALinkThatCameAndWentUnread() throws IOException {
        ip(here, "link add gone type veth peer name gone1");
        ip(here, "link del gone");
        ip(here, "rule add from 10.9.0.1 lookup 1000");
        List<RouteEvent> all = awaitAll(event -> event instanceof RuleAdded);
        assertEquals(
                List.of(RuleAdded.class), all.stream().map(Object::getClass).toList());
    }

    @Test
    void aPortThatLeavesItsBridgeStays() throws IOException {
        ip(here, "link add br0 type bridge");
        ip(here, "link set v0 master br0");
        await(event -> event instanceof LinkChanged it
                && it.now().name().equals("v0")
                && it.now().master() != 0);
        ip(here, "link set v0 nomaster");
        List<RouteEvent> all = awaitAll(event -> event instanceof LinkChanged it
                && it.now().name().equals("v0")
                && it.now().master() == 0);
        assertTrue(all.stream().noneMatch(LinkRemoved.class::isInstance), all::toString);
    }

    @Test
    void tellsOfAnOverflowAndIsRightAfter() throws IOException {
        try (RouteWatch small = here.call(() -> RouteWatch.open(4096, EnumSet.allOf(NetworkTable.class)))) {
            String batch = IntStream.range(0, 500)
                    .mapToObj(i -> "rule add from 10.8." + i / 250 + "." + i % 250 + " lookup 1000")
                    .collect(joining("\n"));
            batch(batch);
            List<RouteEvent> all = small.next(DEADLINE);
            assertEquals(new Overflow(), all.get(0));
            assertEquals(500, all.stream().filter(RuleAdded.class::isInstance).count());
            assertEquals(rtnetlink.state(), small.state());
            ip(here, "rule del from 10.8.0.0 lookup 1000");
            assertTrue(small.next(DEADLINE).get(0) instanceof RuleRemoved);
        }
    }

    @Test
    void tellsWhichOfTwoRoutesToOneDestinationIsGone() throws IOException {
        ip(here, "route add 10.8.0.0/16 via 10.9.0.2");
        var plain = (RouteAdded) await(event -> event instanceof RouteAdded);
        ip(here, "route add 10.8.0.0/16 tos 0x10 via 10.9.0.2");
        var other = (RouteAdded) await(event -> event instanceof RouteAdded);
        assertEquals(0x10, other.route().tos());
        ip(here, "route del 10.8.0.0/16 tos 0 via 10.9.0.2");
        assertEquals(new RouteRemoved(plain.route()), await(event -> event instanceof RouteRemoved));
    }

    @Test
    void aDefaultRouteOfOneSourceIsNoneOfAll() throws IOException {
        here.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/v0/disable_ipv6"), "0"));
        ip(here, "address add 2001:db8::1/64 dev v0 nodad");
        ip(here, "-6 route add default from 2001:db8::/64 via 2001:db8::2");
        var added = (RouteAdded) await(event ->
                event instanceof RouteAdded it && it.route().destination().length() == 0);
        assertEquals(
                new Prefix(InetAddress.getByName("2001:db8::"), 64),
                added.route().source());
        assertFalse(added.route().isDefault());
    }

    /** The routes to the host's own addresses stay while the link is down. */
    private List<Route> leaving(int link) {
        return watch.state().routes().stream()
                .filter(route -> route.leavesThrough(link) && !route.type().equals(RouteType.LOCAL))
                .toList();
    }
}
