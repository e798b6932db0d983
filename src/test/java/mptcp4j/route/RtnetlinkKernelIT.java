package mptcp4j.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks the running kernel, with {@code ip} and {@code tc} as witnesses. */
class RtnetlinkKernelIT {
    private static final int MAIN = 254;
    private static final Qdisc NETEM =
            new Qdisc.NetworkEmulator(Duration.ofMillis(20), Duration.ofMillis(5), 0.01, 500);

    private Netns here;
    private Netns there;
    private Rtnetlink rtnetlink;

    @BeforeEach
    void makeTwoNamespaces() throws IOException {
        Requires.namespaces();
        Requires.program("ip");
        Requires.program("tc");
        here = Netns.create();
        there = Netns.create();
        rtnetlink = here.call(Rtnetlink::open);
    }

    @AfterEach
    void closeThem() {
        if (rtnetlink != null) {
            rtnetlink.close();
        }
        for (Netns made : new Netns[] {here, there}) {
            if (made != null) {
                made.close();
            }
        }
    }

    @Test
    void makesAPairWithOneEndElsewhere() throws IOException {
        rtnetlink.addVeth("v0", "v1", there.fd().number());
        Link made = rtnetlink.link("v0");
        assertEquals("v0 veth false false", made.name() + " " + made.kind() + " " + made.up() + " " + made.carrier());
        assertEquals(new LinkCounters(0, 0, 0, 0), rtnetlink.counters(made.index()));
        assertEquals(made, rtnetlink.link(made.index()));
        assertEquals("v1", first("ifname", witness(there, "ip -j link show v1")));
    }

    @Test
    void hasCarrierOnceBothEndsAreUp() throws IOException {
        int v0 = pair();
        rtnetlink.setUp(v0, true);
        assertTrue(rtnetlink.link(v0).up());
        assertFalse(rtnetlink.link(v0).carrier());
        try (Rtnetlink other = there.call(Rtnetlink::open)) {
            other.setUp(other.link("v1").index(), true);
        }
        assertTrue(rtnetlink.link(v0).carrier());
        rtnetlink.setUp(v0, false);
        assertFalse(rtnetlink.link(v0).up());
    }

    @Test
    void makesABridgeThatIsSilent() throws IOException {
        rtnetlink.addBridge("br0");
        String shown = witness(here, "ip -d -j link show br0");
        assertEquals("bridge", first("info_kind", shown));
        assertEquals("0", first("mcast_snooping", shown));
        assertEquals("0", first("stp_state", shown));
    }

    @Test
    void putsAPortIntoABridgeAndTakesItOut() throws IOException {
        int v0 = pair();
        rtnetlink.addBridge("br0");
        int bridge = rtnetlink.link("br0").index();
        rtnetlink.setMaster(v0, bridge);
        assertEquals(bridge, rtnetlink.link(v0).master());
        assertEquals("br0", first("master", witness(here, "ip -j link show v0")));
        rtnetlink.clearMaster(v0);
        assertEquals(0, rtnetlink.link(v0).master());
    }

    @Test
    void removesALinkWithItsOtherEnd() throws IOException {
        rtnetlink.removeLink(pair());
        assertEquals(
                Errno.ENODEV,
                assertThrows(LinuxException.class, () -> rtnetlink.link("v0")).errno());
        assertEquals("[]", witness(there, "ip -j link show type veth"));
    }

    @Test
    void putsAnAddressTwiceAndRemovesItOnce() throws IOException {
        int v0 = pair();
        var v4 = new Prefix(InetAddress.getByName("10.9.0.1"), 24);
        var v6 = new Prefix(InetAddress.getByName("fd00::1"), 64);
        for (Prefix prefix : new Prefix[] {v4, v6, v4, v6}) {
            rtnetlink.putAddress(v0, prefix);
        }
        String all = witness(here, "ip -j address show dev v0");
        assertTrue(all.contains("\"family\":\"inet\",\"local\":\"10.9.0.1\",\"prefixlen\":24"), all);
        assertTrue(all.contains("\"local\":\"fd00::1\",\"prefixlen\":64,\"scope\":\"global\",\"nodad\":true"), all);
        rtnetlink.removeAddress(v0, v4);
        rtnetlink.removeAddress(v0, v6);
        assertEquals(-1, witness(here, "ip -j address show dev v0").indexOf("\"local\""));
        LinuxException gone = assertThrows(LinuxException.class, () -> rtnetlink.removeAddress(v0, v4));
        assertEquals(Errno.EADDRNOTAVAIL, gone.errno());
    }

    @Test
    void routesByTheSource() throws IOException {
        int v0 = pair();
        rtnetlink.setUp(v0, true);
        rtnetlink.putAddress(v0, new Prefix(InetAddress.getByName("10.9.0.1"), 24));
        InetAddress gateway = InetAddress.getByName("10.9.0.2");
        for (int table : new int[] {1000, 1000, MAIN}) {
            rtnetlink.putRoute(new GatewayRoute(Prefix.any(gateway), gateway, v0, table, null));
        }
        String route = "[{\"dst\":\"default\",\"gateway\":\"10.9.0.2\",\"dev\":\"v0\",\"protocol\":\"static\","
                + "\"flags\":[\"linkdown\"]}]";
        assertEquals(route, witness(here, "ip -j route show table 1000"));
        assertEquals(route, witness(here, "ip -j route show default"));
        rtnetlink.addRule(new SourceRule(Prefix.host(InetAddress.getByName("10.9.0.1")), 1000));
        assertEquals(
                "[{\"priority\":32765,\"src\":\"10.9.0.1\",\"table\":\"1000\"}]",
                witness(here, "ip -j rule show table 1000"));
    }

    @Test
    void aRouteHasACongestionControl() throws IOException {
        int v0 = pair();
        rtnetlink.setUp(v0, true);
        rtnetlink.putAddress(v0, new Prefix(InetAddress.getByName("10.9.0.1"), 24));
        InetAddress gateway = InetAddress.getByName("10.9.0.2");
        rtnetlink.putRoute(new GatewayRoute(Prefix.any(gateway), gateway, v0, 1000, "reno"));
        String route = witness(here, "ip route show table 1000");
        assertTrue(route.contains("congctlreno"), route);
        var unknown = new GatewayRoute(Prefix.any(gateway), gateway, v0, 1000, "none-such");
        assertEquals(
                Errno.EINVAL,
                assertThrows(LinuxException.class, () -> rtnetlink.putRoute(unknown))
                        .errno());
    }

    @Test
    void refusesARouteOverALinkThatIsDown() throws IOException {
        int v0 = pair();
        InetAddress gateway = InetAddress.getByName("10.9.0.2");
        LinuxException refused = assertThrows(
                LinuxException.class,
                () -> rtnetlink.putRoute(new GatewayRoute(Prefix.any(gateway), gateway, v0, MAIN, null)));
        assertEquals(Errno.ENETUNREACH, refused.errno());
    }

    @Test
    void shapesALink() throws IOException {
        int v0 = pair();
        rtnetlink.setQdisc(v0, 0x10000, new Qdisc.TokenBucket(12_500_000, 50_000, 675_000));
        String shown = witness(here, "tc -j qdisc show dev v0");
        assertEquals("tbf", first("kind", shown));
        assertEquals("1:", first("handle", shown));
        assertTrue(shown.contains("\"rate\":12500000,\"burst\":50000,\"lat\":50000"), shown);
        rtnetlink.setQdisc(v0, 0x10000, new Qdisc.TokenBucket(5_000_000_000L, 20_000_000, 270_000_000));
        assertEquals("5000000000", first("rate", witness(here, "tc -j qdisc show dev v0")));
    }

    @Test
    void saysWhyAKernelCannotDelayPackets() throws IOException {
        Netem.mustBeMissing();
        int v0 = shapedPair();
        LinuxException refused = assertThrows(LinuxException.class, () -> rtnetlink.setInnerQdisc(v0, 0x10001, NETEM));
        assertEquals(Errno.ENOENT, refused.errno());
        assertTrue(refused.getMessage().contains("CONFIG_NET_SCH_NETEM"), refused.getMessage());
    }

    @Test
    void delaysAndLosesPackets() throws IOException {
        Netem.mustBeThere();
        rtnetlink.setInnerQdisc(shapedPair(), 0x10001, NETEM);
        String shown = witness(here, "tc -j qdisc show dev v0");
        assertTrue(shown.contains("\"kind\":\"netem\""), shown);
        assertEquals("500", first("limit", shown));
    }

    @Test
    void keepsSendersFromJoiningSegments() throws IOException {
        int v0 = pair();
        rtnetlink.setGsoMaxSegments(v0, 1);
        assertEquals("1", first("gso_max_segs", witness(here, "ip -d -j link show v0")));
    }

    @Test
    void countsWhatPasses() throws IOException {
        int lo = rtnetlink.link("lo").index();
        rtnetlink.setUp(lo, true);
        here.run(() -> {
            try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                socket.send(new DatagramPacket(new byte[100], 100, socket.getLocalSocketAddress()));
            }
        });
        int packet = 20 + 8 + 100;
        assertEquals(new LinkCounters(1, 1, packet, packet), rtnetlink.counters(lo));
    }

    @Test
    void refusesATakenNameInTheKernelsWords() throws IOException {
        rtnetlink.addBridge("br0");
        LinuxException refused = assertThrows(LinuxException.class, () -> rtnetlink.addBridge("br0"));
        assertEquals(Errno.EEXIST, refused.errno());
        assertEquals("link add br0 type bridge", refused.operation());
    }

    private int pair() throws IOException {
        rtnetlink.addVeth("v0", "v1", there.fd().number());
        return rtnetlink.link("v0").index();
    }

    private int shapedPair() throws IOException {
        int v0 = pair();
        rtnetlink.setQdisc(v0, 0x10000, new Qdisc.TokenBucket(12_500_000, 50_000, 675_000));
        return v0;
    }

    /** Returns what a program prints in a namespace, on one line. */
    private static String witness(Netns namespace, String command) throws IOException {
        return namespace.call(() -> {
            Process process = new ProcessBuilder(command.split(" "))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            return output.strip().replace(" ", "");
        });
    }

    /** Returns the first value of a key. */
    private static String first(String key, String json) {
        var matcher = Pattern.compile("\"" + key + "\":\"?([^\",}]*)").matcher(json);
        assertTrue(matcher.find(), "no " + key + " in " + json);
        return matcher.group(1);
    }
}
