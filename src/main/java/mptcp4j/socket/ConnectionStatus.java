package mptcp4j.socket;

/** What a connection really is. */
public enum ConnectionStatus {
    /** MPTCP, agreed on with the peer: it can have more than one subflow. */
    MULTIPATH,
    /** On an MPTCP socket, but plain TCP: the peer, or something on the way, has no MPTCP. */
    FALLBACK,
    /** On a TCP socket. A server that accepts MPTCP gets one for a client without it. */
    PLAIN_TCP
}
