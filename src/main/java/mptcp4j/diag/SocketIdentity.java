package mptcp4j.diag;

import java.util.OptionalLong;

/**
 * Whose socket it is. Numbers are unsigned.
 *
 * @param cookie names the socket, and no other one until the machine is started again ({@code SO_COOKIE})
 * @param inode names the socket's file, and with it those who have it open, see {@link Owners}; 0 where no program has it:
 *     not accepted yet, or closed and not gone yet. The subflows of a connection have the inode of the connection
 * @param uid the user, in the user namespace of the asking process; 65534 for one who is unknown there
 * @param cgroupId the control group (version 2) that the socket was made in, see {@link Cgroups}; empty in a kernel built
 *     without them
 * @param mark {@code SO_MARK}; empty without CAP_NET_ADMIN in the namespace
 */
public record SocketIdentity(long cookie, long inode, long uid, OptionalLong cgroupId, OptionalLong mark) {}
