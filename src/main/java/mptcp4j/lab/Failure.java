package mptcp4j.lab;

/** How a path fails. */
public enum Failure {
    /** The client's administrator sets its link down: the client knows, the server does not. */
    LINK_DOWN_CLIENT,
    /** The server's administrator sets its link down: the server knows, the client does not. */
    LINK_DOWN_SERVER,
    /** The client's link loses its carrier, as when a cable is pulled. The server keeps its own. */
    CARRIER_LOSS,
    /** Packets of both directions vanish on their way. Both ends keep their carrier, and nobody is told. */
    BLACKHOLE,
    /** The client's addresses of this path are taken away, as when a lease ends. */
    ADDRESS_REMOVED
}
