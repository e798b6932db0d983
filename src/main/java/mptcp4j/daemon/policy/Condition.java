package mptcp4j.daemon.policy;

/** How well a subflow does, by its measurements. */
public enum Condition {
    /** Nothing is known against it. */
    FINE,
    /** So much is lost that the connection may be faster without it. */
    LOSSY,
    /**
     * What was sent has not been acknowledged for longer than the retransmission timeout, again and again. An end that only receives does
     * not see that: for it a dead path is one on which nothing comes, like a peer that has nothing to say.
     */
    SILENT,
    /** Its address, or the link that has it, is gone: nothing comes through any more. */
    GONE
}
