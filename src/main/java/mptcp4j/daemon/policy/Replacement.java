package mptcp4j.daemon.policy;

/**
 * A subflow that another one should take the place of: the new one first, then the old one is closed.
 *
 * @param old one of the view's
 * @param why one line for people
 */
public record Replacement(SubflowView old, String why) {}
