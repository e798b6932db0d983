package mptcp4j.netlink.generic;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which attributes each command of a family reads. A family with one policy for all its commands, as {@code mptcp_pm} had up
 * to 6.6, does not tell. Not thread-safe.
 */
final class Policies {
    private final Map<Integer, Set<Integer>> attributesOfPolicy = new HashMap<>();
    private final Map<Integer, Integer> policyOfCommand = new HashMap<>();

    void add(int policy, int attribute) {
        attributesOfPolicy.computeIfAbsent(policy, number -> new HashSet<>()).add(attribute);
    }

    void command(int command, int policy) {
        policyOfCommand.put(command, policy);
    }

    boolean accepts(int command, int attribute) {
        Integer policy = policyOfCommand.get(command);
        return policy != null
                && Set.copyOf(policyOfCommand.values()).size() > 1
                && attributesOfPolicy.getOrDefault(policy, Set.of()).contains(attribute);
    }
}
