package mptcp4j.route;

/** Whether a link carries packets (RFC 2863): {@code IF_OPER_*} of {@code include/uapi/linux/if.h}. */
public enum OperationalState {
    /** The driver does not say, as for loopback and tun; the carrier decides. */
    UNKNOWN(0),
    /** Part of it is missing. */
    NOT_PRESENT(1),
    /** It does not. */
    DOWN(2),
    /** What it is on top of does not. */
    LOWER_LAYER_DOWN(3),
    /** It is in a test. */
    TESTING(4),
    /** It waits for something, such as authentication. */
    DORMANT(5),
    /** It does. */
    UP(6);

    private final int number;

    OperationalState(int number) {
        this.number = number;
    }

    /** Returns the kernel's number. */
    public int number() {
        return number;
    }

    static OperationalState of(int number) {
        for (OperationalState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
