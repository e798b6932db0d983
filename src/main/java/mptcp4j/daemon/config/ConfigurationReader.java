package mptcp4j.daemon.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import mptcp4j.daemon.policy.PolicyFactory;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Makes the values of the tables. What is wrong is written down and read on, so that all of it is reported. */
final class ConfigurationReader {
    private static final Map<String, Mode> MODES = Map.of("userspace", Mode.USERSPACE, "kernel", Mode.KERNEL);
    private static final String GROUP = "[a-z_][a-z0-9_-]{0,31}";
    /** {@code sun_path} of {@code struct sockaddr_un} takes 107 bytes and a zero, and the socket has a longer name at first. */
    private static final int LONGEST_SOCKET = 80;

    private static final Duration LONGEST = Duration.ofHours(1);

    private ConfigurationReader() {}

    static Configuration read(String file, String text, Collection<PolicyFactory> factories)
            throws ConfigurationException {
        var mistakes = new ArrayList<Mistake>();
        TomlParseResult parsed = Toml.parse(text);
        for (TomlParseError error : parsed.errors()) {
            mistakes.add(new Mistake(
                    error.position().line(), error.position().column(), String.valueOf(error.getMessage())));
        }
        if (!mistakes.isEmpty()) {
            throw wrong(file, mistakes);
        }
        Configuration configuration = all(Section.root(parsed, mistakes), new PolicyReader(factories));
        if (!mistakes.isEmpty()) {
            throw wrong(file, mistakes);
        }
        return configuration;
    }

    private static ConfigurationException wrong(String file, List<Mistake> mistakes) {
        return new ConfigurationException(
                file, mistakes.stream().sorted().distinct().toList());
    }

    private static Configuration all(Section root, PolicyReader policyReader) {
        Mode mode = root.word("mode", MODES).orElse(Mode.USERSPACE);
        boolean sourceRouting = root.flag("source_routing", false);
        Damping damping =
                root.section("damping").map(ConfigurationReader::damping).orElse(Damping.DEFAULT);
        KernelSettings kernel =
                root.section("kernel").map(ConfigurationReader::kernel).orElse(KernelSettings.DEFAULT);
        BrokerSettings broker =
                root.section("broker").map(ConfigurationReader::broker).orElse(BrokerSettings.DEFAULT);
        OptionalInt metricsPort =
                root.section("metrics").map(ConfigurationReader::metricsPort).orElse(OptionalInt.empty());
        List<InterfaceRule> interfaces = InterfaceReader.all(root);
        Map<String, NamedPolicy> policies = policyReader.all(root);
        Rules rules = new RuleReader(policies, new Users(Users.FILE)).rules(root);
        root.end();
        return new Configuration(
                mode,
                new ConfiguredInterfaces(interfaces),
                damping,
                sourceRouting,
                kernel,
                policies,
                rules,
                broker,
                metricsPort);
    }

    private static Damping damping(Section section) {
        var damping = new Damping(
                section.number("losses", Damping.DEFAULT.losses(), 0, 1000),
                section.duration("within", Damping.DEFAULT.within(), Duration.ofMillis(100), LONGEST),
                section.duration("hold", Damping.DEFAULT.hold(), Duration.ofMillis(100), LONGEST));
        section.end();
        return damping;
    }

    private static KernelSettings kernel(Section section) {
        KernelSettings otherwise = KernelSettings.DEFAULT;
        var kernel = new KernelSettings(
                section.flag("subflow", otherwise.subflow()),
                section.flag("signal", otherwise.signal()),
                section.flag("fullmesh", otherwise.fullmesh()),
                section.number("subflows", otherwise.subflows(), 0, KernelSettings.MOST),
                section.number("addresses_accepted", otherwise.addressesAccepted(), 0, KernelSettings.MOST));
        if (kernel.signal() && kernel.fullmesh()) {
            section.wrong("fullmesh", "signal and fullmesh are both true, and the kernel takes one of them");
        }
        section.end();
        return kernel;
    }

    private static BrokerSettings broker(Section section) {
        String allowed = "an absolute path of at most " + LONGEST_SOCKET + " bytes";
        Path socket =
                section.value("socket", allowed, ConfigurationReader::socket).orElse(BrokerSettings.DEFAULT.socket());
        Optional<String> group = section.value(
                "group",
                "the name of a group of this machine",
                value -> Section.text(value).filter(name -> name.matches(GROUP) && Groups.has(name)));
        section.end();
        return new BrokerSettings(socket, group);
    }

    private static Optional<Path> socket(Object value) {
        return Section.text(value)
                .filter(text -> text.startsWith("/") && !text.endsWith("/") && text.indexOf('\0') < 0)
                .filter(text -> text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET)
                .map(Path::of);
    }

    private static OptionalInt metricsPort(Section section) {
        int port = section.number("port", 0, 1, 65535);
        if (!section.has("port")) {
            section.wrong("there is no port, and so there would be no metrics");
        }
        section.end();
        return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
