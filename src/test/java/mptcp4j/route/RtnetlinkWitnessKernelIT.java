package mptcp4j.route;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mptcp4j.linux.Abi;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we read beside what {@code ip} shows, of the same namespace, in its words. */
class RtnetlinkWitnessKernelIT {
    private static final String HOST = """
            ip link set lo up
            ip link add v0 mtu 1400 type veth peer name v1
            ip link add br0 type bridge
            for link in v0 v1 br0; do echo 1 >/proc/sys/net/ipv6/conf/$link/addr_gen_mode; done
            ip link set v1 master br0 up
            ip link set v0 up
            ip address add 10.64.0.5 peer 10.64.0.1/32 dev v0
            ip address add 10.0.0.2/24 dev v0
            ip address add 10.0.0.3/24 dev v0 valid_lft 60000 preferred_lft 50000
            ip address add 2001:db8::5/64 dev v0 nodad
            ip address add 2001:db8::6/64 dev v0 nodad valid_lft 60000 preferred_lft 0
            ip route add default via 10.0.0.1 src 10.0.0.2 proto dhcp metric 100
            ip route add 10.9.0.0/16 via 10.0.0.7 proto static
            ip route add 10.9.0.0/16 tos 0x10 via 10.0.0.8
            ip route add 10.8.0.0/16 dev v0 scope link table 1000
            ip rule add from 10.0.0.2 lookup 1000 priority 100
            ip rule add from 10.0.0.0/24 to 192.0.2.0/24 fwmark 0x10/0xff iif lo oif v0 lookup 51820 priority 200
            ip rule add to 203.0.113.9 prohibit priority 300
            ip rule add goto 32766 priority 400
            ip rule add lookup main suppress_prefixlength 0 priority 500
            ip rule add lookup 1000 suppress_prefixlength 8 priority 600
            """;

    private static final Pattern ADDRESS = Pattern.compile(
            "(\\d+): +\\S+ +inet6? (\\S+?)( peer (\\S+))?/(\\d+)( brd \\S+)? scope (\\w+) (.*?)valid_lft (\\w+) preferred_lft (\\w+).*");

    private Netns here;
    private Rtnetlink rtnetlink;

    @BeforeEach
    void makeAHost() throws IOException {
        Requires.namespaces();
        Requires.program("ip");
        here = Netns.create();
        rtnetlink = here.call(Rtnetlink::open);
        shell(HOST);
    }

    @AfterEach
    void closeIt() {
        if (rtnetlink != null) {
            rtnetlink.close();
        }
        if (here != null) {
            here.close();
        }
    }

    @Test
    void links() throws IOException {
        List<String> shown = new ArrayList<>();
        for (String link : shell("ip -d -j link show").split("\\{\"ifindex\":")) {
            if (link.contains("ifname")) {
                shown.add(link.split(",")[0] + " " + field("ifname", link) + " " + field("info_kind", link) + " "
                        + field("mtu", link) + " " + field("master", link));
            }
        }
        List<Link> links = rtnetlink.links();
        assertEquals(
                shown,
                links.stream()
                        .map(link -> link.index() + " " + link.name() + " " + link.kind() + " " + link.mtu() + " "
                                + links.stream()
                                        .filter(bridge -> bridge.index() == link.master())
                                        .map(Link::name)
                                        .collect(joining()))
                        .toList());
    }

    @Test
    void addresses() throws IOException {
        List<String> shown = new ArrayList<>();
        for (String line : shell("ip -o address show").lines().toList()) {
            Matcher words = ADDRESS.matcher(line);
            assertTrue(words.matches(), line);
            String peer = words.group(4) == null ? "" : " peer " + text(words.group(4));
            shown.add(words.group(1) + " " + text(words.group(2)) + peer + "/" + words.group(5) + " " + words.group(7)
                    + " "
                    + flag(words.group(8), "secondary") + flag(words.group(8), "deprecated")
                    + flag(words.group(8), "nodad") + flag(words.group(8), "tentative")
                    + (words.group(8).contains("dynamic") ? "" : "permanent ")
                    + bound(words.group(9)) + bound(words.group(10)));
        }
        assertEquals(
                shown.stream().sorted().toList(),
                rtnetlink.addresses().stream()
                        .map(RtnetlinkWitnessKernelIT::text)
                        .sorted()
                        .toList());
    }

    @Test
    void routes() throws IOException {
        List<String> shown = shell(
                        "ip -4 route show table main type unicast; ip -4 route show table 1000 | sed 's/$/ table 1000/'")
                .lines()
                .map(String::strip)
                .map(line -> line.replaceAll(" +", " "))
                .sorted()
                .toList();
        int v0 = rtnetlink.link("v0").index();
        assertEquals(
                shown,
                rtnetlink.routes().stream()
                        .filter(route -> route.type().equals(RouteType.UNICAST) && route.leavesThrough(v0))
                        .filter(route -> route.destination().family() == Abi.AF_INET)
                        .map(RtnetlinkWitnessKernelIT::text)
                        .sorted()
                        .toList());
    }

    @Test
    void rules() throws IOException {
        List<String> shown = shell("ip -4 rule show; ip -6 rule show")
                .lines()
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .toList();
        assertEquals(
                shown,
                rtnetlink.rules().stream().map(RtnetlinkWitnessKernelIT::text).toList());
    }

    @Test
    void theRouteOfAPacket() throws IOException {
        for (String destination : List.of("10.9.1.1", "192.0.2.1", "10.0.0.77", "127.0.0.1")) {
            for (String from : List.of("", "10.0.0.2", "10.64.0.5")) {
                String shown = shell("ip route get " + destination + (from.isEmpty() ? "" : " from " + from));
                RouteQuery query = RouteQuery.to(InetAddress.getByName(destination));
                Route route = rtnetlink.lookup(from.isEmpty() ? query : query.from(InetAddress.getByName(from)));
                NextHop hop = route.nextHops().get(0);
                String via = hop.gateway()
                        .map(gateway -> " via " + gateway.getHostAddress())
                        .orElse("");
                assertTrue(
                        shown.contains(
                                via + " dev " + rtnetlink.link(hop.link()).name() + " "),
                        shown + route);
            }
        }
    }

    private static String text(Address address) {
        AddressFlags flags = address.flags();
        StringBuilder text = new StringBuilder();
        for (AddressFlag flag : List.of(
                AddressFlag.SECONDARY,
                AddressFlag.DEPRECATED,
                AddressFlag.NODAD,
                AddressFlag.TENTATIVE,
                AddressFlag.PERMANENT)) {
            text.append(flags.contains(flag) ? flag.name().toLowerCase(Locale.ROOT) + " " : "");
        }
        return address.link() + " " + address.address().getHostAddress()
                + address.peer().map(peer -> " peer " + peer.getHostAddress()).orElse("") + "/" + address.prefixLength()
                + " " + address.scope() + " " + text + minutes(address.valid()) + minutes(address.preferred());
    }

    private static String text(Route route) {
        String destination =
                route.isDefault() ? "default" : route.destination().toString().replace("/32", "");
        NextHop hop = route.nextHops().get(0);
        return destination
                + (route.tos() == 0 ? "" : String.format(Locale.ROOT, " tos 0x%02x", route.tos()))
                + hop.gateway()
                        .map(gateway -> " via " + gateway.getHostAddress())
                        .orElse("")
                + " dev v0"
                + (route.protocol().equals(RouteProtocol.BOOT) ? "" : " proto " + route.protocol())
                + (route.scope().equals(Scope.UNIVERSE) ? "" : " scope " + route.scope())
                + route.preferredSource()
                        .map(source -> " src " + source.getHostAddress())
                        .orElse("")
                + (route.priority() == 0 ? "" : " metric " + route.priority())
                + (route.table() == Route.MAIN ? "" : " table " + route.table());
    }

    private static String text(Rule rule) {
        String to = rule.to().length() == 0 ? "" : " to " + rule.to().toString().replace("/32", "");
        String mark = rule.mask() == 0 ? "" : String.format(Locale.ROOT, " fwmark 0x%x/0x%x", rule.mark(), rule.mask());
        String name =
                rule.table() == 255 ? "local" : rule.table() == 254 ? "main" : rule.table() == 253 ? "default" : "";
        return rule.priority() + ": from "
                + (rule.from().length() == 0 ? "all" : rule.from().toString().replace("/32", "")) + to + mark
                + rule.incoming().map(link -> " iif " + link).orElse("")
                + rule.outgoing().map(link -> " oif " + link).orElse("")
                + " " + rule.action()
                + (rule.action().equals(RuleAction.GOTO) ? " " + rule.target() : "")
                + (rule.action().equals(RuleAction.LOOKUP) ? " " + (name.isEmpty() ? rule.table() : name) : "")
                + (rule.suppressedPrefixLength().isPresent()
                        ? " suppress_prefixlength "
                                + rule.suppressedPrefixLength().getAsInt()
                        : "");
    }

    private static String flag(String words, String flag) {
        return words.contains(flag) ? flag + " " : "";
    }

    /** The seconds go by while both are asked. */
    private static String bound(String lifetime) {
        return lifetime.equals("forever")
                ? "forever "
                : minutes(Optional.of(Duration.ofSeconds(Long.parseLong(lifetime.replace("sec", "")))));
    }

    private static String minutes(Optional<Duration> lifetime) {
        return lifetime.map(time -> Math.round(time.toSeconds() / 100.0) * 100 + "s ")
                .orElse("forever ");
    }

    private static String text(String address) throws IOException {
        return InetAddress.getByName(address).getHostAddress();
    }

    private static String field(String key, String json) {
        Matcher value = Pattern.compile("\"" + key + "\":\"?([^\",}]*)").matcher(json);
        return value.find() ? value.group(1) : "";
    }

    private String shell(String command) throws IOException {
        return here.call(() -> {
            Process process = new ProcessBuilder("sh", "-ec", command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            return output;
        });
    }
}
