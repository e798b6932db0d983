package mptcp4j;

/** The state of a TCP connection or subflow (RFC 9293), as in {@code include/net/tcp_states.h}. */
public enum TcpState {
    /** A number that this enum does not know. */
    UNKNOWN,
    ESTABLISHED,
    SYN_SENT,
    SYN_RECV,
    FIN_WAIT1,
    FIN_WAIT2,
    TIME_WAIT,
    CLOSE,
    CLOSE_WAIT,
    LAST_ACK,
    LISTEN,
    CLOSING,
    NEW_SYN_RECV;

    private static final TcpState[] BY_NUMBER = values();

    /** Returns the state with the kernel's number, or {@link #UNKNOWN}. */
    public static TcpState of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }
}
