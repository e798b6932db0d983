package mptcp4j.daemon.config;

/**
 * What a connection gets.
 *
 * @param rule the name of the rule that it met first
 * @param policy what decides
 * @param maxSubflows how many subflows it may have, its first among them
 */
public record Verdict(String rule, NamedPolicy policy, int maxSubflows) {}
