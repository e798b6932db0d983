package mptcp4j.route;

/**
 * A link, as it was at the moment of the request. Immutable.
 *
 * @param index what the kernel calls it
 * @param name at most 15 bytes; it can change
 * @param kind the driver of a link that was made by software, such as {@code veth}, {@code bridge}, {@code tun}, {@code
 *     wireguard}; empty for a device and for loopback
 * @param flags {@code IFF_*} of {@code include/uapi/linux/if.h}, all that the kernel reports
 * @param carrier whether it can carry anything; a veth has carrier while both of its ends are up
 * @param state what the kernel makes of both, a moment later
 * @param mtu the largest packet that it takes, in bytes
 * @param master the index of the bridge or bond that it is a port of, or 0
 */
public record Link(
        int index, String name, String kind, int flags, boolean carrier, OperationalState state, int mtu, int master) {
    private static final int IFF_UP = 0x1;
    private static final int IFF_LOOPBACK = 0x8;
    private static final int IFF_POINTOPOINT = 0x10;

    /** Returns whether the administrator wants it up. */
    public boolean up() {
        return (flags & IFF_UP) != 0;
    }

    public boolean loopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }

    /** Returns whether there is but one at the other end, as with ppp, tun and wireguard. */
    public boolean pointToPoint() {
        return (flags & IFF_POINTOPOINT) != 0;
    }

    /** Returns whether it carries packets: up, with carrier, and nothing known that is in the way. */
    public boolean operational() {
        return up() && carrier && (state == OperationalState.UP || state == OperationalState.UNKNOWN);
    }
}
