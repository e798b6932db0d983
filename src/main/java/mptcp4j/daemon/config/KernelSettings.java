package mptcp4j.daemon.config;

/**
 * What the kernel's path manager is told in {@link Mode#KERNEL}.
 *
 * @param subflow whether the addresses are for subflows from here
 * @param signal whether the peers are told of them
 * @param fullmesh whether each goes to all addresses of the peer; not together with {@code signal}
 * @param subflows how many a connection may have besides its first, 0 to 8
 * @param addressesAccepted how many addresses of the peer subflows may go to, 0 to 8
 */
public record KernelSettings(boolean subflow, boolean signal, boolean fullmesh, int subflows, int addressesAccepted) {
    /** The kernel takes no more ({@code MPTCP_PM_ADDR_MAX} of net/mptcp/protocol.h). */
    static final int MOST = 8;

    /** What holds where nothing is said. */
    public static final KernelSettings DEFAULT = new KernelSettings(true, false, false, MOST, MOST);
}
