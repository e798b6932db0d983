package mptcp4j.daemon.paths;

import static mptcp4j.daemon.paths.Networks.ip;
import static mptcp4j.daemon.paths.Networks.link;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import mptcp4j.daemon.config.InterfaceKind;
import mptcp4j.daemon.config.InterfaceRules;
import mptcp4j.daemon.config.InterfaceUse;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.route.Address;
import mptcp4j.route.AddressFlag;
import mptcp4j.route.AddressFlags;
import mptcp4j.route.Link;
import mptcp4j.route.NetworkState;
import mptcp4j.route.OperationalState;
import mptcp4j.route.Scope;
import org.junit.jupiter.api.Test;

/** Tables of links and addresses, and the paths that they make. */
class PathSelectionTest {
    private static final InterfaceRules DEVICES =
            link -> InterfaceKind.of(link) == InterfaceKind.DEVICE ? Optional.of(InterfaceUse.PLAIN) : Optional.empty();

    @Test
    void aPathForEachAddressOfEachLink() {
        var network = new Networks()
                .up(3, "wlan0")
                .up(2, "eth0")
                .address(3, "10.0.3.1")
                .address(2, "2001:db8::1")
                .address(2, "10.0.2.9")
                .address(2, "10.0.2.1", AddressFlag.SECONDARY)
                .state();
        assertEquals(
                List.of("10.0.2.1 eth0", "10.0.2.9 eth0", "2001:db8:0:0:0:0:0:1 eth0", "10.0.3.1 wlan0"),
                texts(network, DEVICES));
    }

    @Test
    void aPathIsWhatTheRulesSayOfItsLink() {
        InterfaceRules rules = link -> Optional.of(
                link.name().equals("eth0")
                        ? new InterfaceUse(20, false, false, 3)
                        : new InterfaceUse(10, true, true, 1));
        var network = new Networks()
                .up(2, "eth0")
                .up(3, "wwan0")
                .address(2, "10.0.2.1")
                .address(3, "10.0.3.1")
                .state();
        assertEquals(
                List.of(
                        new LocalPath(ip("10.0.3.1"), 3, "wwan0", 10, true, true, 1),
                        new LocalPath(ip("10.0.2.1"), 2, "eth0", 20, false, false, 3)),
                PathSelection.select(network, rules));
    }

    @Test
    void leftOutIsWhatNoWantedInterfaceHas() {
        var network = new Networks()
                .with(new Link(1, "lo", "", Networks.LOOPBACK, true, OperationalState.UNKNOWN, 65536, 0))
                .up(2, "eth0")
                .withoutCarrier(3, "wlan0")
                .up(4, "eth9")
                .address(1, "127.0.0.1")
                .address(2, "10.0.2.1")
                .address(2, "10.0.2.2", AddressFlag.DEPRECATED)
                .address(3, "10.0.3.1")
                .address(4, "10.0.2.1")
                .address(4, "10.0.4.1")
                .state();
        InterfaceRules rules = link -> link.name().equals("eth9") ? Optional.empty() : Optional.of(InterfaceUse.PLAIN);
        assertEquals(Set.of(ip("127.0.0.1"), ip("10.0.4.1")), PathSelection.leftOut(network, rules));
    }

    @Test
    void noneFromALinkThatCarriesNothing() {
        var network = new Networks()
                .with(new Link(1, "lo", "", Networks.LOOPBACK, true, OperationalState.UNKNOWN, 65536, 0))
                .withoutCarrier(2, "eth0")
                .with(new Link(3, "eth1", "", Networks.DOWN, false, OperationalState.DOWN, 1500, 0))
                .with(new Link(4, "wlan0", "", Networks.UP, true, OperationalState.DORMANT, 1500, 0))
                .with(new Link(5, "ppp0", "ppp", 0x110d1, true, OperationalState.UNKNOWN, 1492, 0))
                .address(1, "10.255.0.1")
                .address(2, "10.0.2.1")
                .address(3, "10.0.3.1")
                .address(4, "10.0.4.1")
                .address(5, "10.0.5.1")
                .address(6, "10.0.6.1")
                .state();
        assertEquals(List.of("10.0.5.1 ppp0"), texts(network, link -> Optional.of(InterfaceUse.PLAIN)));
    }

    @Test
    void noneFromAnAddressThatDoesNotReachOrIsNotSure() {
        var network = new Networks()
                .up(2, "eth0")
                .address(2, "169.254.7.7", Scope.LINK)
                .address(2, "169.254.7.8")
                .address(2, "fe80::1", Scope.LINK)
                .address(2, "10.0.2.2", Scope.HOST)
                .address(2, "2001:db8::2", AddressFlag.TENTATIVE)
                .address(2, "2001:db8::3", AddressFlag.TENTATIVE, AddressFlag.DADFAILED)
                .address(2, "2001:db8::4", AddressFlag.TENTATIVE, AddressFlag.OPTIMISTIC)
                .address(2, "2001:db8::5", AddressFlag.DEPRECATED)
                .address(2, "10.0.2.6", AddressFlag.DEPRECATED)
                .address(2, "fd00::7")
                .state();
        assertEquals(List.of("2001:db8:0:0:0:0:0:4 eth0", "fd00:0:0:0:0:0:0:7 eth0"), texts(network, DEVICES));
    }

    @Test
    void aTemporaryAddressOnlyWhereThereIsNoOther() {
        var network = new Networks()
                .up(2, "eth0")
                .up(3, "wlan0")
                .address(2, "2001:db8:2::1", AddressFlag.SECONDARY)
                .address(2, "2001:db8:2::2", AddressFlag.MANAGETEMPADDR)
                .address(3, "2001:db8:3::1", AddressFlag.SECONDARY)
                .address(3, "2001:db8:3::2", AddressFlag.MANAGETEMPADDR, AddressFlag.DEPRECATED)
                .state();
        assertEquals(List.of("2001:db8:2:0:0:0:0:2 eth0", "2001:db8:3:0:0:0:0:1 wlan0"), texts(network, DEVICES));
    }

    @Test
    void theHostsOwnOfTwoPointToPointAddresses() {
        var own = new Address(
                5,
                ip("10.64.0.5"),
                32,
                Optional.of(ip("10.64.0.1")),
                Scope.UNIVERSE,
                new AddressFlags(0),
                Optional.empty(),
                Optional.empty());
        var network = new NetworkState(List.of(link(5, "ppp0", "ppp")), List.of(own), List.of(), List.of());
        assertEquals(List.of("10.64.0.5 ppp0"), texts(network, DEVICES));
    }

    @Test
    void anAddressOfTwoLinksIsOnePath() {
        InterfaceRules rules = link -> Optional.of(new InterfaceUse(link.index() == 2 ? 9 : 1, false, false, 1));
        var network = new Networks()
                .up(2, "eth0")
                .up(3, "eth1")
                .address(2, "10.0.0.1")
                .address(3, "10.0.0.1")
                .state();
        assertEquals(List.of("10.0.0.1 eth1"), texts(network, rules));
    }

    @Test
    void ofThoseThatCostTheSameTheHeavierComesFirst() {
        InterfaceRules rules = link -> Optional.of(new InterfaceUse(link.index() / 4, false, false, link.index()));
        var network = new Networks();
        IntStream.rangeClosed(2, 4).forEach(i -> network.up(i, "eth" + i).address(i, "10.0.0." + i));
        assertEquals(List.of("10.0.0.3 eth3", "10.0.0.2 eth2", "10.0.0.4 eth4"), texts(network.state(), rules));
    }

    @Test
    void asManyAsThereAre() {
        var network = new Networks().up(2, "eth0");
        IntStream.range(0, 500).forEach(i -> network.address(2, "10.1." + i / 250 + "." + (1 + i % 250)));
        assertEquals(500, PathSelection.select(network.state(), DEVICES).size());
    }

    private static List<String> texts(NetworkState network, InterfaceRules rules) {
        return PathSelection.select(network, rules).stream()
                .map(path -> path.address().getHostAddress() + " " + path.interfaceName())
                .toList();
    }
}
