package mptcp4j.socket;

/** In which order a subflow is replaced by one from another port. */
public enum Refresh {
    /** Opens the new subflow first: the stream never rests, and where it cannot be opened the old one stays. */
    MAKE_BEFORE_BREAK,
    /**
     * Closes the old subflow first, for a path that bears only one at a time. Where it was the only one the stream rests until
     * the new one is there. The kernel keeps the connection meanwhile: since Linux 6.7 for {@code net.mptcp.close_timeout}, which
     * is 60 seconds if nobody set it; before, the time is not a setting.
     */
    BREAK_BEFORE_MAKE
}
