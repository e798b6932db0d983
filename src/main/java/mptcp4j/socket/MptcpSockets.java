package mptcp4j.socket;

import static mptcp4j.linux.Abi.*;

import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;

/** Makes MPTCP sockets, and says what to do where the kernel does not. */
final class MptcpSockets {
    private static final String OPERATION = "socket(IPPROTO_MPTCP)";

    private MptcpSockets() {}

    /** @throws LinuxException with ENOSYS if no backend could be loaded; {@link Mptcp#support} tells why not */
    static Libc requireLibc() throws LinuxException {
        try {
            return Libc.get();
        } catch (LinkageError e) {
            var refusal = new LinuxException(OPERATION, Errno.ENOSYS, e.getMessage());
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** Makes a socket of plain TCP, as new as can be. */
    static Fd openTcp() throws LinuxException {
        return Fd.of("socket(IPPROTO_TCP)", requireLibc().socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP));
    }

    /** Makes one of the family that the JDK uses unless told otherwise. */
    static Fd open() throws LinuxException {
        if (Boolean.getBoolean("java.net.preferIPv4Stack")) {
            return open(AF_INET);
        }
        try {
            return open(AF_INET6);
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.EAFNOSUPPORT)) {
                return open(AF_INET); // a kernel without IPv6
            }
            throw e;
        }
    }

    static Fd open(int family) throws LinuxException {
        int result = requireLibc().socket(family, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP);
        if (result < 0) {
            var errno = new Errno(-result);
            throw new LinuxException(OPERATION, errno, advice(errno));
        }
        return Fd.of(OPERATION, result);
    }

    static String advice(Errno errno) {
        return switch (errno.symbol()) {
            case "ENOPROTOOPT" -> "MPTCP is disabled in this network namespace: sysctl -w net.mptcp.enabled=1";
            case "EPROTONOSUPPORT" -> "this kernel was built without MPTCP (CONFIG_MPTCP)";
            case "EINVAL" -> "this kernel has no MPTCP: Linux 5.6 was the first";
            case "EPERM", "EACCES" ->
                "a security policy of this system (seccomp, SELinux, AppArmor) forbids MPTCP sockets";
            default -> errno.meaning();
        };
    }
}
