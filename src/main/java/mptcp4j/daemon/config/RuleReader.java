package mptcp4j.daemon.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mptcp4j.daemon.policy.Plan;
import mptcp4j.linux.IpAddress;
import mptcp4j.route.Prefix;

/** Reads {@code [[rule]]} and {@code [default]}. */
final class RuleReader {
    private static final String POLICY = "policy";
    private static final String MAX_SUBFLOWS = "max_subflows";
    private static final String DEFAULT_POLICY = "aggregate";
    private static final Map<String, Boolean> DIRECTIONS = Map.of("in", true, "out", false);
    private static final Pattern PREFIX = Pattern.compile("([^/]*)(?:/(0|[1-9]\\d{0,2}))?");
    private static final long MOST_UID = 0xffff_fffeL;
    private static final int MOST_SUBFLOWS = 64;

    private final Map<String, NamedPolicy> policies;
    private final Users users;

    RuleReader(Map<String, NamedPolicy> policies, Users users) {
        this.policies = policies;
        this.users = users;
    }

    Rules rules(Section root) {
        List<Rule> rules = new ArrayList<>();
        for (Section section : root.sections("rule")) {
            rules.add(rule(section, "rule " + (rules.size() + 1)));
        }
        Rule otherwise = root.section("default").map(this::otherwise).orElseGet(() -> otherwise(root.nothing()));
        return new Rules(rules, otherwise);
    }

    private Rule otherwise(Section section) {
        NamedPolicy policy = section.has(POLICY)
                ? policy(section)
                : Optional.ofNullable(policies.get(DEFAULT_POLICY))
                        .orElseGet(
                                () -> none(section, "there is no policy " + DEFAULT_POLICY + " for the default rule"));
        Rule rule = Rule.ofAll("default", policy, maxSubflows(section, policy));
        section.end();
        return rule;
    }

    private Rule rule(Section section, String unnamed) {
        NamedPolicy policy = policy(section);
        var rule = new Rule(
                section.text("name").orElse(unnamed),
                section.values("remote", "a prefix such as \"10.0.0.0/8\" or an address", RuleReader::prefix),
                section.values("port", "a port from 1 to 65535, or some as \"8000-8099\"", Ports::parse),
                section.globs("interface"),
                section.word("direction", DIRECTIONS),
                uids(section),
                section.values("cgroup", "a path such as \"/system.slice/nginx.service\"", RuleReader::cgroup),
                section.globs("process"),
                policy,
                maxSubflows(section, policy));
        if (section.keys().stream().noneMatch(Rule.CONDITIONS::contains)) {
            section.wrong("the rule has no condition, and so it is for all connections: that is what [default] is for");
        }
        section.end();
        return rule;
    }

    private List<Long> uids(Section section) {
        List<Long> numbers = section.values(
                "uid", "a whole number from 0 to " + MOST_UID, value -> Section.number(value, 0, MOST_UID));
        List<Long> named = section.values(
                "user",
                "a user of " + Users.FILE + "; of another one give the uid",
                value -> Section.text(value).flatMap(users::uid));
        return Stream.concat(numbers.stream(), named.stream()).toList();
    }

    private static Optional<Prefix> prefix(Object value) {
        Matcher parts = PREFIX.matcher(Section.text(value).orElse(""));
        Optional<InetAddress> address = parts.matches() ? IpAddress.parse(parts.group(1)) : Optional.empty();
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = address.get().getAddress().length * Byte.SIZE;
        int length = parts.group(2) == null ? bits : Integer.parseInt(parts.group(2));
        return length <= bits && isNetwork(address.get(), length)
                ? Optional.of(new Prefix(address.get(), length))
                : Optional.empty();
    }

    /** Who writes more bits than count meant another address, or another length. */
    private static boolean isNetwork(InetAddress address, int length) {
        var bits = new BigInteger(1, address.getAddress());
        return bits.signum() == 0 || bits.getLowestSetBit() >= address.getAddress().length * Byte.SIZE - length;
    }

    private static Optional<Glob> cgroup(Object value) {
        return Section.text(value)
                .filter(text -> text.startsWith("/") && (text.length() == 1 || !text.endsWith("/")))
                .map(Glob::new);
    }

    private NamedPolicy policy(Section section) {
        Optional<NamedPolicy> policy = section.word(POLICY, policies);
        String allowed = "has to be " + Section.anyOf(policies);
        return policy.orElseGet(
                () -> section.has(POLICY) ? none() : none(section, "the rule has no policy, which " + allowed));
    }

    private static int maxSubflows(Section section, NamedPolicy policy) {
        int most = section.number(MAX_SUBFLOWS, Rule.DEFAULT_MAX_SUBFLOWS, 1, MOST_SUBFLOWS);
        int needed = policy.policy().subflowsNeeded();
        if (needed > most) {
            section.wrong(
                    MAX_SUBFLOWS,
                    "max_subflows is " + most + ", and the policy \"" + policy.name() + "\" needs " + needed);
        }
        return most;
    }

    private static NamedPolicy none(Section section, String wrong) {
        section.wrong(wrong);
        return none();
    }

    /** Stands where there is a mistake, so that others are found: nobody will ask it. */
    static NamedPolicy none() {
        return new NamedPolicy("", "", Map.of(), view -> Plan.leaveAsIs());
    }
}
