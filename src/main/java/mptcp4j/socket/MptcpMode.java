package mptcp4j.socket;

/** What to do where the kernel has no MPTCP, or does not allow it to this process. */
public enum MptcpMode {
    /** Use plain TCP instead, and say so only in the result. */
    PREFER,
    /** Refuse, with the kernel's reason and what to do about it. */
    REQUIRE
}
