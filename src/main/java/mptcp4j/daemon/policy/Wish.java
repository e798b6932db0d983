package mptcp4j.daemon.policy;

/**
 * A subflow that a connection should have.
 *
 * @param from where it goes from
 * @param to where it goes, of the same IP version
 * @param backup whether it is for the time when no other works
 * @param why one line for people, as in {@code "second path, ready as backup"}
 */
public record Wish(LocalPath from, PeerAddress to, boolean backup, String why) {}
