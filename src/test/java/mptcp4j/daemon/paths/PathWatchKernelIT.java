package mptcp4j.daemon.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mptcp4j.daemon.config.Damping;
import mptcp4j.daemon.config.InterfaceUse;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.route.NetworkTable;
import mptcp4j.route.Prefix;
import mptcp4j.route.RouteEvent;
import mptcp4j.route.RouteWatch;
import org.junit.jupiter.api.Test;

/** The paths of a namespace of the running kernel while it changes. */
class PathWatchKernelIT extends WatchedPaths {
    @Test
    void beginsWithWhatIsThere() throws IOException {
        addLink(1);
        watch(Damping.DEFAULT);
        awaitPath(address(1));
        assertEquals(
                List.of(new LocalPath(address(1), index("v1"), "v1", 0, false, false, 1)),
                watch.state().paths());
        assertEquals(Map.of(), watch.state().losses());
    }

    @Test
    void tellsOfALostCarrierAndOfItsReturn() throws IOException {
        addLink(1);
        watch(Damping.DEFAULT);
        awaitPath(address(1));
        far.setUp(far.link("w1").index(), false);
        assertFalse(has(awaitLoss(address(1), Loss.Reason.LINK_DOWN), address(1)));
        far.setUp(far.link("w1").index(), true);
        assertEquals(Map.of(), awaitPath(address(1)).losses());
    }

    @Test
    void tellsOfAnAddressThatGoesAndComesAgain() throws IOException {
        addLink(1);
        watch(Damping.DEFAULT);
        awaitPath(address(1));
        rtnetlink.removeAddress(index("v1"), new Prefix(address(1), 24));
        awaitLoss(address(1), Loss.Reason.ADDRESS_GONE);
        rtnetlink.putAddress(index("v1"), new Prefix(address(1), 24));
        awaitPath(address(1));
    }

    @Test
    void tellsOfALinkThatIsMadeAgain() throws IOException {
        addLink(1);
        watch(Damping.DEFAULT);
        int first = awaitPath(address(1)).paths().get(0).link();
        rtnetlink.removeLink(first);
        awaitLoss(address(1), Loss.Reason.LINK_GONE);
        addLink(1);
        int second = awaitPath(address(1)).paths().get(0).link();
        assertNotEquals(first, second);
    }

    @Test
    void keepsThePathOfALinkThatGetsAnotherName() throws IOException {
        addLink(1);
        watch(Damping.DEFAULT);
        LocalPath path = awaitPath(address(1)).paths().get(0);
        ip("link set v1 name wan0");
        PathState renamed = await(state ->
                state.paths().stream().anyMatch(its -> its.interfaceName().equals("wan0")));
        assertEquals(List.of(new LocalPath(address(1), path.link(), "wan0", 0, false, false, 1)), renamed.paths());
    }

    @Test
    void saysNothingOfARenewedLease() throws IOException {
        addLink(1);
        ip("address add 10.9.1.7/24 dev v1 valid_lft 1000 preferred_lft 900");
        watch(Damping.DEFAULT);
        awaitPath(Networks.ip("10.9.1.7"));
        states.clear();
        ip("address change 10.9.1.7/24 dev v1 valid_lft 5000 preferred_lft 4000");
        ip("address add 10.9.1.8/24 dev v1");
        awaitPath(Networks.ip("10.9.1.8"));
        assertEquals(List.of(), List.copyOf(states));
    }

    @Test
    void hasAPathForEachOfTwelveAddresses() throws IOException {
        addLink(1);
        watch(Damping.DEFAULT);
        for (int i = 2; i <= 12; i++) {
            rtnetlink.putAddress(index("v1"), new Prefix(Networks.ip("10.9.1." + i), 24));
        }
        assertEquals(12, awaitPath(Networks.ip("10.9.1.12")).paths().size());
    }

    @Test
    void hasTheHostsOwnAddressOfALinkToOnePeer() throws IOException {
        addLink(1);
        watch(Damping.DEFAULT);
        ip("address add 10.64.0.5 peer 10.64.0.1/32 dev v1");
        assertFalse(has(awaitPath(Networks.ip("10.64.0.5")), Networks.ip("10.64.0.1")));
    }

    @Test
    void hasNoneOfABridgeOfContainers() throws IOException {
        addLink(1);
        addLink(2);
        ip("link add docker0 type bridge");
        ip("link set v2 master docker0");
        ip("link set docker0 up");
        ip("address add 172.17.0.1/16 dev docker0");
        watch(Damping.DEFAULT);
        awaitPath(address(1));
        try (RouteWatch links = here.call(() -> RouteWatch.open(NetworkTable.LINKS))) {
            while (!rtnetlink.link("docker0").operational()) {
                List<RouteEvent> events = links.next(DEADLINE);
                assertFalse(events.isEmpty(), "docker0 is not up");
            }
        }
        InetAddress last = address(3);
        addLink(3);
        assertEquals(
                List.of(address(1), last),
                awaitPath(last).paths().stream().map(LocalPath::address).toList());
        watch.use(link -> link.name().equals("docker0") ? Optional.of(InterfaceUse.PLAIN) : Optional.empty());
        assertEquals(
                List.of(Networks.ip("172.17.0.1")),
                watch.state().paths().stream().map(LocalPath::address).toList());
    }

    @Test
    void takesAnAddressWhenItIsTentativeNoMore() throws IOException {
        addLink(1);
        here.run(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/v1/disable_ipv6"), "0"));
        watch(Damping.DEFAULT);
        ip("address add fd00:9::1/64 dev v1");
        PathState state = awaitPath(Networks.ip("fd00:9::1"));
        assertTrue(state.network().addresses().stream()
                .anyMatch(address -> address.address().equals(Networks.ip("fd00:9::1")) && address.usable()));
        assertTrue(state.paths().stream().noneMatch(path -> path.address().isLinkLocalAddress()));
    }
}
