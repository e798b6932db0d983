package mptcp4j.socket;

/** Where a {@link ConnectionSubscription} knows from. */
public enum EventSource {
    /**
     * The kernel tells ({@code mptcp_pm_events}), or a daemon passes on what it tells: at once, and with the reasons. What it does not tell, or drops where the listener is too
     * slow, is found by looking: what was established and what changed its priority within a period, what was closed within a second.
     */
    KERNEL,
    /**
     * The subflows are read again and again, and compared. What comes and goes between two readings is missed, unless somebody reads
     * {@link MptcpConnection#subflows} of the same object meanwhile, as opening does. No error and no reset is known, nor what the peer
     * announces; priorities are from Linux 6.15 on. What happened between two readings is told in this order: what was established,
     * what changed its priority, what was closed, each by id.
     */
    POLLING
}
