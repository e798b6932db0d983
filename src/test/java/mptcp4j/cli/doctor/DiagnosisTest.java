package mptcp4j.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mptcp4j.cli.doctor.Facts.Departure;
import mptcp4j.cli.doctor.Facts.Program;
import mptcp4j.daemon.paths.PathWatch;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.Limits;
import mptcp4j.route.AddressFlag;
import mptcp4j.route.OperationalState;
import org.junit.jupiter.api.Test;

/** Judges hosts that were written down. */
class DiagnosisTest {
    private static final String FINE = """
            ok kernel: Linux 6.18.1 has MPTCP
            ok privileges: endpoints, limits and subflows may be changed
            ok java: Java 25, calls the kernel through ffm
            ok sysctl: net.mptcp.enabled=1
            ok limits: subflows 2, add_addr_accepted 2
            ok manager: no mptcpd, no NetworkManager here
            """;

    private final HostFacts host = new HostFacts();

    @Test
    void aHostWithOneLinkIsFine() throws UnknownHostException {
        host.link(2, "eth0").address(2, "192.168.1.2").defaultRoute(2, "192.168.1.1", 0);
        assertEquals(FINE, found());
    }

    @Test
    void aKernelWithoutMptcp() {
        host.support = HostFacts.support("6.18.1", "no: socket", "no: MPTCP");
        host.sysctls = Map.of();
        host.limits = Optional.empty();
        assertFound(
                "problem kernel: Linux 6.18.1 has no MPTCP: needs 5.6 or newer, built with CONFIG_MPTCP",
                "ok java: Java 25, calls the kernel through ffm",
                "ok manager: no mptcpd, no NetworkManager here");
    }

    @Test
    void anOldKernelLacksSomething() {
        host.support = HostFacts.support("5.15.0", "yes: socket", "no: MPTCP_INFO needs Linux 5.16");
        assertEquals(
                List.of(
                        "ok kernel: Linux 5.15.0 has MPTCP",
                        "warning kernel: no state of connections: MPTCP_INFO needs Linux 5.16",
                        "warning kernel: no subflows at one moment: MPTCP_INFO needs Linux 5.16",
                        "warning kernel: no certainty whether a connection is multipath: MPTCP_INFO needs Linux 5.16"),
                found().lines().limit(4).toList());
    }

    @Test
    void aJvmWithoutAWayToTheKernel() {
        host.support = HostFacts.withoutLibc("needs --enable-native-access");
        host.limits = Optional.empty();
        assertFound(
                "ok kernel: Linux 6.18.1 has MPTCP",
                "problem java: Java 25, calls the kernel through nothing: needs --enable-native-access",
                "ok sysctl: net.mptcp.enabled=1",
                "ok manager: no mptcpd, no NetworkManager here");
    }

    @Test
    void anOrdinaryUser() {
        host.support = HostFacts.unprivileged();
        assertEquals(
                "warning privileges: sockets and their state work, changing endpoints, limits and subflows does not:"
                        + " run as root (CAP_NET_ADMIN)",
                found().lines().toList().get(1));
    }

    @Test
    void parameters() {
        host.sysctls = Map.of("enabled", "0", "stale_loss_cnt", "0", "add_addr_timeout", "0", "path_manager", "kernel");
        assertChanged(
                "problem sysctl: net.mptcp.enabled=0: no MPTCP socket can be made" + " | sysctl -w net.mptcp.enabled=1",
                "warning sysctl: net.mptcp.stale_loss_cnt=0: a silent path is never set aside"
                        + " | sysctl -w net.mptcp.stale_loss_cnt=4",
                "warning sysctl: net.mptcp.add_addr_timeout=0: a lost announcement of an address is not repeated"
                        + " | sysctl -w net.mptcp.add_addr_timeout=120");
    }

    @Test
    void thePathManagerOfUserSpace() {
        host.sysctls = Map.of("enabled", "1", "path_manager", "userspace", "pm_type", "1");
        assertChanged("warning manager: net.mptcp.path_manager=userspace: a daemon has to open every subflow, and"
                + " endpoints have no effect | sysctl -w net.mptcp.path_manager=kernel");
        host.sysctls = Map.of("enabled", "1", "pm_type", "1");
        assertChanged("warning manager: net.mptcp.pm_type=1: a daemon has to open every subflow, and endpoints have no"
                + " effect | sysctl -w net.mptcp.pm_type=0");
    }

    @Test
    void limits() throws UnknownHostException {
        host.limits = Optional.of(new Limits(0, 0));
        assertChanged(
                "problem limits: the limit is 0: no connection gets a second subflow"
                        + " | ip mptcp limits set subflows 2",
                "warning limits: add_addr_accepted is 0: no use is made of addresses that a server announces"
                        + " | ip mptcp limits set add_addr_accepted 2");
        host.limits = Optional.of(new Limits(1, 2));
        host.link(2, "eth0").address(2, "10.0.0.1").address(2, "10.0.0.2").address(2, "10.0.0.3");
        host.endpoint(1, "10.0.0.1", 0, EndpointFlag.SUBFLOW).endpoint(2, "10.0.0.2", 0, EndpointFlag.SUBFLOW);
        host.endpoint(3, "10.0.0.3", 0, EndpointFlag.SIGNAL);
        assertChanged(
                "problem limits: 2 endpoints make subflows, but the limit is 1 | ip mptcp limits set subflows 2",
                "ok endpoint: each has its address (3)");
    }

    @Test
    void endpointsThatCannotBeUsed() throws UnknownHostException {
        host.link(2, "eth0").address(2, "10.0.0.1");
        host.link(3, "eth1", 0, false, OperationalState.DOWN).address(3, "10.0.1.1");
        host.link(4, "eth2", 1, false, OperationalState.DOWN).address(4, "10.0.2.1");
        host.address(2, "10.0.0.9", AddressFlag.TENTATIVE);
        host.endpoint(1, "10.0.0.1", 0, EndpointFlag.SUBFLOW).endpoint(2, "10.0.0.1", 9, EndpointFlag.SUBFLOW);
        host.endpoint(3, "10.0.0.1", 3, EndpointFlag.SIGNAL).endpoint(4, "10.7.7.7", 0, EndpointFlag.SUBFLOW);
        host.endpoint(5, "10.0.1.1", 0, EndpointFlag.SIGNAL).endpoint(6, "10.0.2.1", 0, EndpointFlag.SIGNAL);
        host.endpoint(7, "10.0.0.9", 0, EndpointFlag.SIGNAL);
        host.limits = Optional.of(new Limits(8, 8));
        String[] expected = {
            "ok limits: subflows 8, add_addr_accepted 8",
            "problem endpoint: 10.0.0.1 id 2: its link is gone | ip mptcp endpoint delete id 2",
            "warning endpoint: 10.0.0.1 id 3: no link has the address: right only behind a forwarding router"
                    + " | ip mptcp endpoint delete id 3",
            "problem endpoint: 10.7.7.7 id 4: no link has the address: no subflow can be made"
                    + " | ip mptcp endpoint delete id 4",
            "problem endpoint: 10.0.1.1 id 5: eth1 is down | ip link set eth1 up",
            "warning endpoint: 10.0.2.1 id 6: eth2 has no carrier",
            "warning endpoint: 10.0.0.9 id 7: may not be used: [TENTATIVE]"
        };
        assertChanged(expected);
    }

    @Test
    void aSecondLinkThatNobodyUses() throws UnknownHostException {
        host.link(2, "eth0").address(2, "192.168.1.2").defaultRoute(2, "192.168.1.1", 100);
        host.link(3, "wwan0").address(3, "10.64.0.5").defaultRoute(3, "10.64.0.1", 700);
        assertChanged(
                "warning paths: no endpoint for 10.64.0.5: connections do not use wwan0"
                        + " | ip mptcp endpoint add 10.64.0.5 dev wwan0 subflow",
                "ok rp_filter: not strict on eth0, wwan0");
    }

    @Test
    void aBridgeOfContainersIsNoPath() throws UnknownHostException {
        host.link(2, "eth0").address(2, "192.168.1.2").defaultRoute(2, "192.168.1.1", 100);
        host.link(3, "docker0").address(3, "172.17.0.1");
        assertEquals(FINE, found());
    }

    @Test
    void temporaryAndLinkLocalAddressesAreNoPaths() throws UnknownHostException {
        host.link(2, "eth0").address(2, "2001:db8:1::2").defaultRoute(2, "fe80::1", 100);
        host.link(3, "eth1").address(3, "2001:db8:2::2", AddressFlag.SECONDARY).defaultRoute(3, "fe80::1", 200);
        assertEquals(FINE, found());
    }

    @Test
    void strictFilters() throws UnknownHostException {
        host.link(2, "eth0").address(2, "192.168.1.2").defaultRoute(2, "192.168.1.1", 100);
        host.link(3, "eth1.5").address(3, "10.64.0.5").defaultRoute(3, "10.64.0.1", 700);
        host.endpoint(1, "10.64.0.5", 3, EndpointFlag.SUBFLOW);
        host.strictLinks = Optional.of(List.of("eth0", "eth1.5", "docker0"));
        assertChanged(
                "ok endpoint: each has its address (1)",
                "warning rp_filter: eth0 is strict: it drops packets whose answer would leave through another link"
                        + " | sysctl -w net.ipv4.conf.eth0.rp_filter=2",
                "warning rp_filter: eth1.5 is strict: it drops packets whose answer would leave through another link"
                        + " | sysctl -w net.ipv4.conf.eth1/5.rp_filter=2");
    }

    @Test
    void filtersThatNobodyTellsOfAreNotJudged() throws UnknownHostException {
        host.link(2, "eth0").address(2, "192.168.1.2").defaultRoute(2, "192.168.1.1", 100);
        host.link(3, "eth1").address(3, "10.64.0.5").defaultRoute(3, "10.64.0.1", 700);
        host.endpoint(1, "10.64.0.5", 3, EndpointFlag.SUBFLOW);
        host.strictLinks = Optional.empty();
        assertChanged("ok endpoint: each has its address (1)");
    }

    @Test
    void aShellTakesANameForNothingElse() throws UnknownHostException {
        String name = "x'$(id)";
        host.link(2, "eth0").address(2, "192.168.1.2").defaultRoute(2, "192.168.1.1", 100);
        host.link(3, name).address(3, "10.64.0.5").defaultRoute(3, "10.64.0.1", 700);
        host.strictLinks = Optional.of(List.of(name));
        host.departures = List.of(departure("10.64.0.5", 3, 2));
        assertChanged(
                "warning paths: no endpoint for 10.64.0.5: connections do not use x'$(id)"
                        + " | ip mptcp endpoint add 10.64.0.5 dev 'x'\\''$(id)' subflow",
                "warning rp_filter: x'$(id) is strict: it drops packets whose answer would leave through another link"
                        + " | sysctl -w 'net.ipv4.conf.x'\\''$(id).rp_filter=2'",
                "problem routing: from 10.64.0.5: leaves through eth0, not x'$(id)"
                        + " | ip rule add from 10.64.0.5 lookup 1003"
                        + " && ip route replace default via 10.64.0.1 dev 'x'\\''$(id)' table 1003");
    }

    @Test
    void packetsThatLeaveThroughTheWrongLink() throws UnknownHostException {
        host.link(2, "eth0").address(2, "192.168.1.2").defaultRoute(2, "192.168.1.1", 100);
        host.link(3, "wwan0").address(3, "10.64.0.5").defaultRoute(3, "10.64.0.1", 700);
        host.endpoint(1, "10.64.0.5", 0, EndpointFlag.SUBFLOW);
        host.departures = List.of(departure("192.168.1.2", 2, 2), departure("10.64.0.5", 3, 2));
        assertChanged(
                "ok endpoint: each has its address (1)",
                "ok rp_filter: not strict on eth0, wwan0",
                "ok routing: from 192.168.1.2: leaves through eth0",
                "problem routing: from 10.64.0.5: leaves through eth0, not wwan0"
                        + " | ip rule add from 10.64.0.5 lookup 1003"
                        + " && ip route replace default via 10.64.0.1 dev wwan0 table 1003");
    }

    @Test
    void packetsThatDoNotLeaveAtAll() throws UnknownHostException {
        host.link(2, "eth0").address(2, "2001:db8:1::2").defaultRoute(2, "fe80::1", 100);
        host.link(3, "tun0", 0x11, true, OperationalState.UNKNOWN).address(3, "2001:db8:2::2");
        host.link(4, "eth1").address(4, "2001:db8:3::2");
        host.rule("2001:db8:9::9", 1003);
        host.endpoint(1, "2001:db8:2::2", 0, EndpointFlag.SUBFLOW);
        host.departures = List.of(
                new Departure(InetAddress.getByName("2001:db8:2::2"), 3, Optional.empty()),
                new Departure(InetAddress.getByName("2001:db8:3::2"), 4, Optional.of(9)));
        assertChanged(
                "ok endpoint: each has its address (1)",
                "problem routing: from 2001:db8:2::2: no route, should leave through tun0"
                        + " | ip -6 rule add from 2001:db8:2::2 lookup 1004"
                        + " && ip -6 route replace default dev tun0 table 1004",
                "problem routing: from 2001:db8:3::2: leaves through if9, not eth1"
                        + " | ip -6 rule add from 2001:db8:3::2 lookup 1004"
                        + " && ip -6 route replace default via GATEWAY dev eth1 table 1004");
    }

    @Test
    void rulesOfTheDaemonAreNamed() throws UnknownHostException {
        host.rule("10.64.0.5", 770_003, PathWatch.SOURCE_ROUTING).rule("10.64.0.5", 254, PathWatch.SOURCE_ROUTING);
        host.rule("10.64.0.9", 1003);
        assertChanged("ok routing: from 10.64.0.5: rules of mptcp4j daemon (ip rule show proto 77)");
    }

    @Test
    void withoutADefaultRouteNobodyExpectsToLeave() throws UnknownHostException {
        host.departures = List.of(new Departure(InetAddress.getByName("10.0.0.1"), 2, Optional.empty()));
        assertEquals(FINE, found());
    }

    @Test
    void otherManagers() {
        host.managers = List.of(new Program("mptcpd", 12));
        assertChanged("warning manager: mptcpd (process 12) changes endpoints and limits"
                + " | systemctl disable --now mptcp.service");
        host.managers = List.of(new Program("mptcpd", 12), new Program("NetworkManager", 34));
        assertChanged(
                "problem manager: mptcpd (process 12) changes endpoints and limits; and so does another"
                        + " | systemctl disable --now mptcp.service",
                "problem manager: NetworkManager (process 34) makes endpoints and changes rp_filter, from 1.40 on; and"
                        + " so does another"
                        + " | nmcli connection modify CONNECTION connection.mptcp-flags disabled");
    }

    @Test
    void whatHasBeenCounted() {
        host.counters =
                Map.of("Blackhole", 2L, "MPJoinNoTokenFound", -1L, "MPCapableSYNTX", 7L, "DSSCorruptionReset", 0L);
        assertEquals(
                FINE
                        + "warning network: 2 times MPTCP was left out for an hour or more, as nobody answered who was"
                        + " asked for it (Blackhole)\n"
                        + "warning network: 18446744073709551615 subflows came for other connections: a load balancer"
                        + " may split them (MPJoinNoTokenFound)\n",
                found());
    }

    private static Departure departure(String address, int link, int through) throws UnknownHostException {
        return new Departure(InetAddress.getByName(address), link, Optional.of(through));
    }

    /** Compares what is found beside that of the host that is fine. */
    private void assertChanged(String... expected) {
        List<String> fine = FINE.lines().toList();
        List<String> all = found().lines().toList();
        List<String> changed = all.stream().filter(line -> !fine.contains(line)).toList();
        assertEquals(List.of(expected), changed);
    }

    private void assertFound(String... expected) {
        assertEquals(List.of(expected), found().lines().toList());
    }

    private String found() {
        var text = new StringBuilder();
        for (Finding finding : Diagnosis.of(host.facts())) {
            text.append(finding.severity().name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(finding.subject())
                    .append(": ")
                    .append(finding.text())
                    .append(finding.mend().map(mend -> " | " + mend).orElse(""))
                    .append('\n');
        }
        return text.toString();
    }
}
