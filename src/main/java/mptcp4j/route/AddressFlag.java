package mptcp4j.route;

/** What is to be known of an {@link Address}: {@code IFA_F_*} of {@code include/uapi/linux/if_addr.h}. */
public enum AddressFlag {
    /** IPv4: another address of the same network came first. IPv6: temporary, for privacy (RFC 8981). */
    SECONDARY(0x01),
    NODAD(0x02),
    /** It may be used while it is still tentative (RFC 4429). */
    OPTIMISTIC(0x04),
    /** Another host has it. It may not be used. */
    DADFAILED(0x08),
    HOMEADDRESS(0x10),
    /** Its preferred lifetime is over: what exists may go on, nothing new should begin with it. */
    DEPRECATED(0x20),
    /** Whether another host has it is not known yet (RFC 4862). It may not be used, unless it is OPTIMISTIC. */
    TENTATIVE(0x40),
    /** It has no end. */
    PERMANENT(0x80),
    /** Temporary addresses are made of it. */
    MANAGETEMPADDR(0x100),
    /** It came without a route to its network. */
    NOPREFIXROUTE(0x200),
    MCAUTOJOIN(0x400),
    /** Made of a secret and the network's prefix (RFC 7217). */
    STABLE_PRIVACY(0x800);

    private final int bit;

    AddressFlag(int bit) {
        this.bit = bit;
    }

    /** Returns its bit in the kernel's flags. */
    public int bit() {
        return bit;
    }
}
