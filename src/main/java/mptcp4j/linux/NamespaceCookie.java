package mptcp4j.linux;

import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.IPPROTO_TCP;
import static mptcp4j.linux.Abi.SOCK_CLOEXEC;
import static mptcp4j.linux.Abi.SOCK_STREAM;
import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.linux.Abi.SO_NETNS_COOKIE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;

/** What tells the network namespace that a socket lives in from all others: the kernel gives no cookie out twice. */
public final class NamespaceCookie {
    /** What a kernel before Linux 5.14 has, which does not tell one namespace from another. */
    public static final long UNKNOWN = 0;

    private static final Set<Errno> NO_SUCH_OPTION = Set.of(Errno.ENOPROTOOPT, Errno.EOPNOTSUPP);

    private NamespaceCookie() {}

    /** Returns that of a socket. @throws LinuxException ENOTSOCK if it is none */
    public static long of(Libc libc, int fd) throws LinuxException {
        byte[] value = new byte[Long.BYTES];
        try {
            Fd.check("getsockopt(SO_NETNS_COOKIE)", libc.getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, value));
        } catch (LinuxException e) {
            if (NO_SUCH_OPTION.contains(e.errno())) {
                return UNKNOWN;
            }
            throw e;
        }
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
    }

    /** Returns that of the calling thread. */
    public static long ofThread() throws LinuxException {
        Libc libc = Libc.get();
        try (Fd socket = Fd.of("socket(IPPROTO_TCP)", libc.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP))) {
            return of(libc, socket.number());
        }
    }
}
