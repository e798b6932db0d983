package mptcp4j.pm;

import java.util.StringJoiner;

/**
 * What the kernel says of a connection, {@code MPTCP_PM_EV_FLAG_*} of {@code include/uapi/linux/mptcp_pm.h}; keeps bits
 * that this version does not know. Immutable.
 *
 * @param bits the kernel's flags
 */
public record ConnectionFlags(int bits) {
    static final int DENY_JOIN_ID0 = 1;
    static final int SERVER_SIDE = 2;

    /** Returns whether the peer opened the connection. Linux 5.19; before, it is false at both ends. */
    public boolean serverSide() {
        return (bits & SERVER_SIDE) != 0;
    }

    /**
     * Returns whether the peer wants no more subflows to the address and port that the connection was opened to (RFC 8684
     * section 3.1, flag C). Linux 6.17; before, it is false.
     */
    public boolean denyJoinId0() {
        return (bits & DENY_JOIN_ID0) != 0;
    }

    /** Returns the bits that no method here tells; zero where there are none. */
    public int unknownBits() {
        return bits & ~(DENY_JOIN_ID0 | SERVER_SIDE);
    }

    /** Returns such as {@code [SERVER_SIDE, DENY_JOIN_ID0, 0x40]}. */
    @Override
    public String toString() {
        var text = new StringJoiner(", ", "[", "]");
        if (serverSide()) {
            text.add("SERVER_SIDE");
        }
        if (denyJoinId0()) {
            text.add("DENY_JOIN_ID0");
        }
        if (unknownBits() != 0) {
            text.add("0x" + Integer.toHexString(unknownBits()));
        }
        return text.toString();
    }
}
