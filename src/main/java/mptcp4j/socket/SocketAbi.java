package mptcp4j.socket;

/** Numbers of socket options that only this package uses, as in {@code headers/tcp.h} and {@code headers/mptcp.h}. */
final class SocketAbi {
    static final int SO_PRIORITY = 12;
    static final int SO_BINDTODEVICE = 25;
    static final int SO_ACCEPTCONN = 30;
    static final int SO_MARK = 36;
    static final int SO_MAX_PACING_RATE = 47;
    static final int SOCK_SNDBUF_LOCK = 1;
    static final int SOCK_RCVBUF_LOCK = 2;

    static final int IP_TOS = 1;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_TCLASS = 67;

    static final int TCP_NODELAY = 1;
    static final int TCP_MAXSEG = 2;
    static final int TCP_KEEPIDLE = 4;
    static final int TCP_KEEPINTVL = 5;
    static final int TCP_KEEPCNT = 6;
    static final int TCP_WINDOW_CLAMP = 10;
    static final int TCP_INFO = 11;
    static final int TCP_QUICKACK = 12;
    static final int TCP_CONGESTION = 13;
    static final int TCP_USER_TIMEOUT = 18;
    static final int TCP_NOTSENT_LOWAT = 25;
    static final int TCP_IS_MPTCP = 43;

    static final int SOL_MPTCP = 284;
    static final int MPTCP_INFO = 1;
    static final int MPTCP_TCPINFO = 2;
    static final int MPTCP_SUBFLOW_ADDRS = 3;
    static final int MPTCP_FULL_INFO = 4;

    private SocketAbi() {}
}
