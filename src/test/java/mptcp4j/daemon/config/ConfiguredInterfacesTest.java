package mptcp4j.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mptcp4j.route.Link;
import mptcp4j.route.OperationalState;
import org.junit.jupiter.api.Test;

class ConfiguredInterfacesTest {
    private static final List<Link> LINKS = List.of(
            link("eth0", ""),
            link("wwan0", "wwan"),
            link("ppp0", "ppp"),
            link("docker0", "bridge"),
            link("veth12ab34", "veth"),
            link("vnet0", "tun"),
            link("wg0", "wireguard"));

    /** A connection by ppp is mostly a line of its own, by a modem; what a tunnel sends leaves by another interface. */
    @Test
    void usesDevicesOnlyByDefault() throws ConfigurationException {
        assertEquals(Map.of("eth0", 0, "wwan0", 0, "ppp0", 0), costs(""));
    }

    @Test
    void usesWhatIsNamed() throws ConfigurationException {
        assertEquals(Map.of("eth0", 0, "wwan0", 0, "ppp0", 0, "wg0", 5), costs("[[interface]]\nname='wg*'\ncost=5"));
        assertEquals(
                Map.of("eth0", 0, "wwan0", 0, "ppp0", 0, "docker0", 6, "veth12ab34", 6),
                costs("[[interface]]\nkind='container'\ncost=6"));
        assertEquals(
                Map.of("eth0", 0, "wwan0", 0, "ppp0", 0, "vnet0", 7), costs("[[interface]]\ndriver='tun'\ncost=7"));
    }

    @Test
    void meansNoBridgesByAllInterfaces() throws ConfigurationException {
        assertEquals(Map.of("eth0", 3, "wwan0", 3, "ppp0", 3), costs("[[interface]]\ncost=3"));
        assertEquals(Map.of("eth0", 3, "wwan0", 3, "ppp0", 3), costs("[[interface]]\nname='*'\ncost=3"));
        assertEquals(LINKS.size(), costs("[[interface]]\nuse=true").size());
    }

    @Test
    void theFirstThatFitsDecides() throws ConfigurationException {
        String rules = """
                [[interface]]
                name = ["ppp*", "eth*"]
                driver = "ppp"
                cost = 9
                [[interface]]
                name = "wwan0"
                use = false
                [[interface]]
                name = "w*"
                cost = 4
                """;
        assertEquals(Map.of("eth0", 0, "ppp0", 9, "wg0", 4), costs(rules));
    }

    private static Map<String, Integer> costs(String rules) throws ConfigurationException {
        InterfaceRules interfaces =
                Configuration.parse("f", rules, InventedPolicies.ALL).interfaces();
        Map<String, Integer> costs = new TreeMap<>();
        for (Link link : LINKS) {
            interfaces.of(link).ifPresent(use -> costs.put(link.name(), use.cost()));
        }
        return costs;
    }

    private static Link link(String name, String kind) {
        return new Link(7, name, kind, 1, true, OperationalState.UP, 1500, 0);
    }
}
