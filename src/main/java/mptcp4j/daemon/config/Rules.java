package mptcp4j.daemon.config;

import java.util.List;

/**
 * Which policy a connection gets: that of the first rule that it meets. Pure and thread-safe.
 *
 * @param rules in order
 * @param otherwise for those that meet none; it has no conditions
 */
public record Rules(List<Rule> rules, Rule otherwise) {
    public Rules {
        rules = List.copyOf(rules);
    }

    /** Returns what a connection gets. It asks for no more of it than is needed to tell. */
    public Verdict of(Candidate candidate) {
        Rule met = rules.stream()
                .filter(rule -> rule.matches(candidate))
                .findFirst()
                .orElse(otherwise);
        return new Verdict(met.name(), met.policy(), met.maxSubflows());
    }

    /** Returns whether any rule asks for the user. */
    public boolean needsOwner() {
        return rules.stream().anyMatch(rule -> !rule.uids().isEmpty());
    }

    /** Returns whether any rule asks for the control group. */
    public boolean needsCgroup() {
        return rules.stream().anyMatch(rule -> !rule.cgroups().isEmpty());
    }

    /** Returns whether any rule asks for processes. */
    public boolean needsProcess() {
        return rules.stream().anyMatch(rule -> !rule.processes().isEmpty());
    }
}
