package mptcp4j.diag;

/** How much is asked about each connection; each includes those before it, and costs more. */
public enum Detail {
    /** The connections alone: {@link Connection#subflows} is empty. */
    CONNECTION,
    /** Which subflows they have. The kernel goes through all TCP sockets of the namespace for them. */
    SUBFLOWS,
    /** {@link Subflow#tcpInfo}, too. The kernel tells it together with the subflows; this is about reading it. */
    MEASUREMENTS
}
