package mptcp4j.daemon;

/**
 * Another program that manages subflows, or endpoints, in the same network namespace.
 *
 * @param name {@code mptcpd} or {@code NetworkManager}
 * @param pid in the pid namespace of the asking process
 */
public record Competitor(String name, long pid) {}
