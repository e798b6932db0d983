package mptcp4j.socket;

import java.net.InetSocketAddress;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.SockAddr;

/**
 * Both ends of a subflow.
 *
 * <pre>
 * struct mptcp_subflow_addrs, 256 bytes
 *   0 sockaddr_storage local
 * 128 sockaddr_storage remote
 * </pre>
 */
record SubflowAddresses(InetSocketAddress local, InetSocketAddress remote) {
    static final int SIZE = 2 * SockAddr.STORAGE_SIZE;

    static SubflowAddresses decode(byte[] bytes, int offset) throws LinuxException {
        return new SubflowAddresses(address(bytes, offset), address(bytes, offset + SockAddr.STORAGE_SIZE));
    }

    private static InetSocketAddress address(byte[] bytes, int offset) throws LinuxException {
        return SockAddr.decode(bytes, offset, SockAddr.STORAGE_SIZE)
                .orElseThrow(() -> new LinuxException(
                        "address of a subflow",
                        Errno.EPROTO,
                        "the kernel returned neither an IPv4 nor an IPv6 address"));
    }
}
