package mptcp4j.socket;

import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.socket.SocketAbi.SO_NETNS_COOKIE;

import mptcp4j.LinuxException;
import mptcp4j.linux.Libc;

/** What tells the network namespace that a socket lives in from all others: the kernel gives no cookie out twice. */
final class NamespaceCookie {
    /** What a kernel before Linux 5.14 has, which does not tell one namespace from another. */
    static final long UNKNOWN = 0;

    private static final KernelOption OPTION = KernelOption.ofLong("SO_NETNS_COOKIE", SOL_SOCKET, SO_NETNS_COOKIE);

    private NamespaceCookie() {}

    static long of(Libc libc, int fd) throws LinuxException {
        try {
            return OPTION.readLong(libc, fd);
        } catch (LinuxException e) {
            if (KernelOption.isUnknown(e.errno())) {
                return UNKNOWN;
            }
            throw e;
        }
    }
}
