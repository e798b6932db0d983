package mptcp4j.pm;

/** What the kernel does with an {@link Endpoint}: {@code MPTCP_PM_ADDR_FLAG_*} of {@code include/uapi/linux/mptcp_pm.h}. */
public enum EndpointFlag {
    /** Announces the address to peers (ADD_ADDR, RFC 8684 section 3.4.1). Linux 5.7. */
    SIGNAL(1),
    /** Makes a subflow from the address when a connection is established. Linux 5.7. */
    SUBFLOW(2),
    /** Marks subflows from the address as backup: used when no other works (RFC 8684 section 3.3.8). Linux 5.7. */
    BACKUP(4),
    /** Makes a subflow from the address to every address of the peer. Not together with SIGNAL. Linux 5.15. */
    FULLMESH(8),
    /** Made by the kernel itself for a subflow that the routing table gave this address; read only. Linux 5.18. */
    IMPLICIT(16),
    /** Makes a subflow from the address to an address that the peer announced. Linux 6.18. */
    LAMINAR(32);

    private final int bit;

    EndpointFlag(int bit) {
        this.bit = bit;
    }

    /** Returns its bit in the kernel's flags. */
    public int bit() {
        return bit;
    }
}
