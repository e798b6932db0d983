package mptcp4j.daemon.config;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import mptcp4j.daemon.policy.Policy;
import mptcp4j.daemon.policy.PolicyFactory;
import mptcp4j.daemon.policy.PolicySettings;

/** Reads {@code [policy.NAME]}. Each type is a policy of its own name, too, with no settings unless its table has some. */
final class PolicyReader {
    private static final String TYPE = "type";

    private final Map<String, PolicyFactory> types;

    PolicyReader(Collection<PolicyFactory> factories) {
        types = factories.stream()
                .collect(Collectors.toMap(PolicyFactory::name, factory -> factory, PolicyReader::notTwo, TreeMap::new));
    }

    private static PolicyFactory notTwo(PolicyFactory one, PolicyFactory other) {
        throw new IllegalArgumentException("two policies are named " + one.name() + ": "
                + one.getClass().getName() + " and " + other.getClass().getName());
    }

    Map<String, NamedPolicy> all(Section root) {
        Map<String, NamedPolicy> policies = new TreeMap<>();
        for (PolicyFactory type : types.values()) {
            create(type.name(), type, root.nothing()).ifPresent(policy -> policies.put(policy.name(), policy));
        }
        root.section("policy").ifPresent(tables -> {
            for (String name : tables.keys()) {
                Optional<NamedPolicy> policy = tables.section(name).flatMap(table -> one(name, table));
                policies.put(name, policy.orElseGet(RuleReader::none));
            }
        });
        return policies;
    }

    /** One without a type is of the type that has its name. */
    private Optional<NamedPolicy> one(String name, Section table) {
        Optional<PolicyFactory> type = table.word(TYPE, types);
        if (types.containsKey(name) && type.isPresent() && !type.get().equals(types.get(name))) {
            table.wrong(
                    TYPE,
                    "type is \"" + type.get().name()
                            + "\", but the policy is called as another type: call it something else");
        }
        if (!table.has(TYPE)) {
            type = Optional.ofNullable(types.get(name));
            if (type.isEmpty()) {
                table.wrong("the policy has no type, which has to be " + Section.anyOf(types));
            }
        }
        return type.flatMap(known -> create(name, known, table));
    }

    private static Optional<NamedPolicy> create(String name, PolicyFactory type, Section table) {
        Map<String, String> settings = new TreeMap<>();
        for (String key : table.keys()) {
            if (!key.equals(TYPE)) {
                settings.put(key, table.written(key));
            }
        }
        int before = table.mistakes();
        try {
            Policy policy = type.create(new Settings(table));
            table.end();
            return Optional.of(new NamedPolicy(name, type.name(), settings, policy));
        } catch (IllegalArgumentException e) {
            if (table.mistakes() == before) {
                table.wrong(type.name() + ": " + e.getMessage());
            }
            return Optional.empty();
        } catch (RuntimeException e) { // a factory may be anybody's
            table.wrong(type.name() + " failed: " + e);
            return Optional.empty();
        }
    }

    /** What a factory asks for. A mistake is written down, and the factory goes on with the default, so that others are found. */
    private record Settings(Section table) implements PolicySettings {
        @Override
        public int number(String key, int otherwise, int least, int most) {
            return table.number(key, otherwise, least, most);
        }

        @Override
        public double fraction(String key, double otherwise, double least, double most) {
            return table.fraction(key, otherwise, least, most);
        }

        @Override
        public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
            return table.duration(key, otherwise, least, most);
        }

        @Override
        public boolean flag(String key, boolean otherwise) {
            return table.flag(key, otherwise);
        }

        @Override
        public List<String> texts(String key, List<String> otherwise) {
            return table.has(key) ? table.texts(key) : otherwise;
        }

        @Override
        public <T> List<T> values(String key, Function<String, T> reader) {
            return table.texts(key, reader);
        }
    }
}
