package mptcp4j.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import mptcp4j.daemon.config.InventedPolicies.Told;
import mptcp4j.linux.IpAddress;
import mptcp4j.route.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final NamedPolicy AGGREGATE =
            new NamedPolicy("aggregate", "aggregate", Map.of(), new Told(List.of()));
    private static final NamedPolicy SPREAD = new NamedPolicy(
            "spread", "spread", Map.of(), new Told(List.of(2, 0.5, Duration.ofSeconds(1), false, List.of())));

    @Test
    void holdsWithoutAFile() {
        var expected = new Configuration(
                Mode.USERSPACE,
                new ConfiguredInterfaces(List.of()),
                new Damping(4, Duration.ofSeconds(10), Duration.ofSeconds(2)),
                false,
                new KernelSettings(true, false, false, 8, 8),
                Map.of("aggregate", AGGREGATE, "spread", SPREAD),
                new Rules(List.of(), Rule.ofAll("default", AGGREGATE, 8)),
                new BrokerSettings(Path.of("/run/mptcp4j/daemon.sock"), Optional.empty()),
                OptionalInt.empty());
        assertEquals(expected, Configuration.defaults(InventedPolicies.ALL));
    }

    @Test
    void readsAllThatThereIs() throws ConfigurationException {
        String text = """
                mode = "kernel"
                source_routing = true

                [damping]
                losses = 3
                within = "1m"
                hold = "500ms"

                [kernel]
                subflow = false
                signal = true
                subflows = 4
                addresses_accepted = 0

                [broker]
                socket = "/tmp/its.sock"
                group = "adm"

                [metrics]
                port = 9464

                [[interface]]
                name = ["wg*", "tun0"]
                kind = "tunnel"
                driver = ["wireguard", "tun"]
                use = false
                [[interface]]
                name = "wwan*"
                cost = 100
                backup = true
                metered = true
                weight = 3

                [policy.wide]
                type = "spread"
                subflows = 4
                share = 1
                settle = "2s"
                early = true
                addresses = ["10.0.0.1"]
                [policy.spread]
                subflows = 3

                [[rule]]
                name = "root's"
                remote = ["10.0.0.0/8", "fd00::1"]
                port = [443, "8000-8099"]
                interface = "eth*"
                direction = "out"
                user = "root"
                uid = 1000
                cgroup = "/system.slice"
                process = ["curl", "wget"]
                policy = "wide"
                max_subflows = 5
                [[rule]]
                direction = "in"
                policy = "aggregate"

                [default]
                policy = "spread"
                max_subflows = 3
                """;
        var wide = new NamedPolicy(
                "wide",
                "spread",
                Map.of(
                        "subflows", "4",
                        "share", "1",
                        "settle", "\"2s\"",
                        "early", "true",
                        "addresses", "[\"10.0.0.1\"]"),
                new Told(List.of(4, 1.0, Duration.ofSeconds(2), true, List.of("10.0.0.1"))));
        var spread = new NamedPolicy(
                "spread",
                "spread",
                Map.of("subflows", "3"),
                new Told(List.of(3, 0.5, Duration.ofSeconds(1), false, List.of())));
        var expected = new Configuration(
                Mode.KERNEL,
                new ConfiguredInterfaces(List.of(
                        new InterfaceRule(
                                List.of(new Glob("wg*"), new Glob("tun0")),
                                Set.of(InterfaceKind.TUNNEL),
                                Set.of("wireguard", "tun"),
                                Optional.of(false),
                                InterfaceUse.PLAIN),
                        new InterfaceRule(
                                List.of(new Glob("wwan*")),
                                Set.of(),
                                Set.of(),
                                Optional.empty(),
                                new InterfaceUse(100, true, true, 3)))),
                new Damping(3, Duration.ofMinutes(1), Duration.ofMillis(500)),
                true,
                new KernelSettings(false, true, false, 4, 0),
                Map.of("aggregate", AGGREGATE, "spread", spread, "wide", wide),
                new Rules(
                        List.of(
                                new Rule(
                                        "root's",
                                        List.of(prefix("10.0.0.0", 8), prefix("fd00::1", 128)),
                                        List.of(new Ports(443, 443), new Ports(8000, 8099)),
                                        List.of(new Glob("eth*")),
                                        Optional.of(false),
                                        List.of(1000L, 0L),
                                        List.of(new Glob("/system.slice")),
                                        List.of(new Glob("curl"), new Glob("wget")),
                                        wide,
                                        5),
                                new Rule(
                                        "rule 2",
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        Optional.of(true),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        AGGREGATE,
                                        8)),
                        Rule.ofAll("default", spread, 3)),
                new BrokerSettings(Path.of("/tmp/its.sock"), Optional.of("adm")),
                OptionalInt.of(9464));
        assertEquals(expected, Configuration.parse("its.toml", text, InventedPolicies.ALL));
        assertEquals(
                "wide: spread addresses=[\"10.0.0.1\"] early=true settle=\"2s\" share=1 subflows=4", wide.toString());
    }

    private static Prefix prefix(String address, int length) {
        return new Prefix(IpAddress.parse(address).orElseThrow(), length);
    }

    @Test
    void readsAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("daemon.toml");
        assertThrows(NoSuchFileException.class, () -> Configuration.read(file, InventedPolicies.ALL));

        Files.writeString(file, "source_routing = true");
        assertEquals(true, Configuration.read(file, InventedPolicies.ALL).sourceRouting());

        Files.write(file, new byte[] {'m', (byte) 0xff});
        var wrong = assertThrows(ConfigurationException.class, () -> Configuration.read(file, InventedPolicies.ALL));
        assertEquals(file + ":1:1: the file is not text in UTF-8", wrong.getMessage());
    }

    @Test
    void needsThePolicyOfTheDefaultRule() throws ConfigurationException {
        var wrong = assertThrows(IllegalArgumentException.class, () -> Configuration.defaults(List.of()));
        assertEquals("(none):1:1: there is no policy aggregate for the default rule", wrong.getMessage());
        List<mptcp4j.daemon.policy.PolicyFactory> two =
                List.of(InventedPolicies.ALL.get(0), InventedPolicies.ALL.get(0));
        assertThrows(IllegalArgumentException.class, () -> Configuration.defaults(two));
    }
}
