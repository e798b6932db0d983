package mptcp4j.route;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.route.RouteEvent.AddressChanged;
import mptcp4j.route.RouteEvent.AddressRemoved;
import mptcp4j.route.RouteEvent.LinkChanged;
import mptcp4j.route.RouteEvent.LinkRemoved;
import mptcp4j.route.RouteEvent.Overflow;
import mptcp4j.route.RouteEvent.RouteAdded;
import mptcp4j.route.RouteEvent.RouteRemoved;
import mptcp4j.route.RouteEvent.RuleAdded;
import mptcp4j.route.RouteEvent.RuleRemoved;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches the running kernel while {@code ip} changes things. */
class RouteWatchKernelIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Netns here;
    private Netns there;
    private Rtnetlink rtnetlink;
    private RouteWatch watch;

    /** Without IPv6 on the links, which would announce themselves: only the one test that is about it has it. */
    @BeforeEach
    void makeAPair() throws IOException {
        Requires.namespaces();
        Requires.program("ip");
        here = Netns.create();
        there = Netns.create();
        rtnetlink = here.call(Rtnetlink::open);
        ip(here, "link set lo up");
        rtnetlink.addVeth("v0", "v1", there.fd().number());
        for (String link : List.of("v0", "default")) {
            here.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf", link, "disable_ipv6"), "1"));
        }
        ip(there, "link set v1 up");
        ip(here, "link set v0 up");
        ip(here, "address add 10.9.0.1/24 dev v0");
        ip(here, "route add default via 10.9.0.2");
        watch = here.call(RouteWatch::open);
        if (!link("v0").operational()) { // linkwatch tells it a moment later
            await(event -> event instanceof LinkChanged it && it.now().operational());
        }
    }

    @AfterEach
    void closeAll() {
        for (AutoCloseable made : new AutoCloseable[] {watch, rtnetlink, here, there}) {
            if (made != null) {
                close(made);
            }
        }
    }

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
        try (RouteWatch small = here.call(() -> RouteWatch.open(4096))) {
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
    void waitsNoLongerThanItIsTold() throws IOException {
        assertEquals(List.of(), watch.next(Duration.ZERO));
        assertEquals(List.of(), watch.next(Duration.ofMillis(1)));
    }

    @Test
    void closingEndsTheWait() throws IOException, InterruptedException, ExecutionException {
        var waiting = new FutureTask<>(() -> watch.next(DEADLINE));
        var thread = new Thread(waiting);
        thread.start();
        watch.close();
        try {
            assertEquals(List.of(), waiting.get());
        } catch (ExecutionException e) { // it had not begun to wait
            assertEquals(Errno.EBADF, ((LinuxException) e.getCause()).errno());
        }
        thread.join();
        assertEquals(
                Errno.EBADF,
                assertThrows(LinuxException.class, () -> watch.next(DEADLINE)).errno());
        watch = null;
    }

    /** The routes to the host's own addresses stay while the link is down. */
    private List<Route> leaving(int link) {
        return watch.state().routes().stream()
                .filter(route -> route.leavesThrough(link) && !route.type().equals(RouteType.LOCAL))
                .toList();
    }

    private Link link(String name) {
        return watch.state().links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for an event, and drops those before. */
    private RouteEvent await(Predicate<RouteEvent> wanted) throws IOException {
        return awaitAll(wanted).stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits for an event, and returns those before and all that came with it. */
    private List<RouteEvent> awaitAll(Predicate<RouteEvent> wanted) throws IOException {
        List<RouteEvent> all = new ArrayList<>();
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (all.stream().noneMatch(wanted)) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            assertFalse(left.isNegative(), () -> "not in " + DEADLINE + ", only " + all);
            all.addAll(watch.next(left));
        }
        return all;
    }

    private static void ip(Netns namespace, String words) throws IOException {
        run(namespace, "", ("ip " + words).split(" "));
    }

    private void batch(String lines) throws IOException {
        run(here, lines, "ip", "-batch", "-");
    }

    private static void run(Netns namespace, String input, String... command) throws IOException {
        namespace.run(() -> {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
        });
    }

    private static void close(AutoCloseable made) {
        try {
            made.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
