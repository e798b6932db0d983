package mptcp4j.socket;

/**
 * What this kernel, this process and this JDK can do, in the network namespace of the thread that asked.
 *
 * @param kernel the release of the running kernel, such as {@code 6.18.44}
 * @param java the version of the running JDK
 * @param libc calling the C library; without it there is nothing else
 * @param enabled whether {@code net.mptcp.enabled} lets MPTCP sockets be made
 * @param sockets making MPTCP sockets, and with it {@link Mptcp}
 * @param info {@link MptcpConnection#info}
 * @param subflows {@link MptcpConnection#subflows} as one moment in time; without it, but with {@code info}, in two steps
 * @param isMptcp asking a connection whether it is multipath ({@code TCP_IS_MPTCP}); without it, but with {@code info},
 *     the errors of that tell
 * @param pathManager changing endpoints and limits of the kernel's path manager
 * @param steering opening, closing and prioritising subflows of connections whose sockets are made from now on. Those made before
 *     keep the path manager that they had. Without CAP_NET_ADMIN it is by the daemon of the namespace, if there is one
 * @param events hearing what happens to connections from the kernel, or from that daemon; without it, a listener of a connection asks
 *     again and again
 * @param options setting options of one subflow, by BPF; without it some can be read all the same, see {@link SubflowOption}
 */
public record MptcpSupport(
        String kernel,
        String java,
        Capability libc,
        Capability enabled,
        Capability sockets,
        Capability info,
        Capability subflows,
        Capability isMptcp,
        Capability pathManager,
        Capability steering,
        Capability events,
        Capability options) {}
