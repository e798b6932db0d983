package mptcp4j.daemon.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mptcp4j.daemon.policy.Policy;

/**
 * A policy that rules can choose.
 *
 * @param name what rules call it
 * @param type the {@link mptcp4j.daemon.policy.PolicyFactory#name} of what made it
 * @param settings what its table says, as written there
 * @param policy what decides
 */
public record NamedPolicy(String name, String type, Map<String, String> settings, Policy policy) {
    public NamedPolicy {
        settings = Map.copyOf(settings);
    }

    /** Returns such as {@code slow: handover settle="5s"}. */
    @Override
    public String toString() {
        String said = new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> " " + setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining());
        return name + ": " + type + said;
    }
}
