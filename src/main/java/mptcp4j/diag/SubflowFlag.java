package mptcp4j.diag;

/**
 * How a subflow came to be and what it is for: {@code MPTCP_SUBFLOW_FLAG_*} of {@code include/uapi/linux/mptcp.h}, in the
 * order in which {@code ss} shows its letters. "Remote" is what the peer did, "local" what this end did.
 */
public enum SubflowFlag {
    /** The peer has taken part in MP_CAPABLE: the first subflow of a multipath connection. */
    MCAP_REM(0x1, 'M'),
    /** This end has sent MP_CAPABLE in a SYN: the first subflow of a client. */
    MCAP_LOC(0x2, 'm'),
    /** The peer has taken part in MP_JOIN: not the first subflow. */
    JOIN_REM(0x4, 'J'),
    /** This end has sent MP_JOIN in a SYN. */
    JOIN_LOC(0x8, 'j'),
    /** The peer asks to use it as a backup. */
    BKUP_REM(0x10, 'B'),
    /** This end asks to use it as a backup. */
    BKUP_LOC(0x20, 'b'),
    /** Both ends know that the other speaks MPTCP, so that data may flow and subflows may join. */
    FULLY_ESTABLISHED(0x40, 'e'),
    /** The handshake of TCP has ended. */
    CONNECTED(0x80, 'c'),
    /** A mapping of the peer's data is in use. */
    MAPVALID(0x100, 'v');

    private final int bit;
    private final char letter;

    SubflowFlag(int bit, char letter) {
        this.bit = bit;
        this.letter = letter;
    }

    /** Returns its bit in the kernel's flags. */
    public int bit() {
        return bit;
    }

    /** Returns the letter that {@code ss} shows for it. */
    public char letter() {
        return letter;
    }
}
