package mptcp4j;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An error number of Linux, as on x86-64, AArch64, RISC-V, s390x and every other architecture that uses
 * {@code include/uapi/asm-generic/errno.h}. Immutable; two are equal when their numbers are.
 *
 * @param number the number, from 1 to 4095 (the kernel's {@code MAX_ERRNO})
 */
public record Errno(int number) {
    public static final Errno EPERM = new Errno(1);
    public static final Errno ENOENT = new Errno(2);
    public static final Errno ESRCH = new Errno(3);
    public static final Errno EINTR = new Errno(4);
    public static final Errno EIO = new Errno(5);
    public static final Errno EBADF = new Errno(9);
    public static final Errno EAGAIN = new Errno(11);
    public static final Errno ENOMEM = new Errno(12);
    public static final Errno EACCES = new Errno(13);
    public static final Errno EFAULT = new Errno(14);
    public static final Errno EBUSY = new Errno(16);
    public static final Errno EEXIST = new Errno(17);
    public static final Errno ENODEV = new Errno(19);
    public static final Errno ENOTDIR = new Errno(20);
    public static final Errno EINVAL = new Errno(22);
    public static final Errno EMFILE = new Errno(24);
    public static final Errno ENOSPC = new Errno(28);
    public static final Errno EPIPE = new Errno(32);
    public static final Errno ERANGE = new Errno(34);
    public static final Errno ENOSYS = new Errno(38);
    public static final Errno ENODATA = new Errno(61);
    public static final Errno EPROTO = new Errno(71);
    public static final Errno EBADMSG = new Errno(74);
    public static final Errno ENOTSOCK = new Errno(88);
    public static final Errno EMSGSIZE = new Errno(90);
    public static final Errno ENOPROTOOPT = new Errno(92);
    public static final Errno EPROTONOSUPPORT = new Errno(93);
    public static final Errno ESOCKTNOSUPPORT = new Errno(94);
    public static final Errno EOPNOTSUPP = new Errno(95);
    public static final Errno EAFNOSUPPORT = new Errno(97);
    public static final Errno EADDRINUSE = new Errno(98);
    public static final Errno EADDRNOTAVAIL = new Errno(99);
    public static final Errno ENETDOWN = new Errno(100);
    public static final Errno ENETUNREACH = new Errno(101);
    public static final Errno ECONNABORTED = new Errno(103);
    public static final Errno ECONNRESET = new Errno(104);
    public static final Errno ENOBUFS = new Errno(105);
    public static final Errno EISCONN = new Errno(106);
    public static final Errno ENOTCONN = new Errno(107);
    public static final Errno ETIMEDOUT = new Errno(110);
    public static final Errno ECONNREFUSED = new Errno(111);
    public static final Errno EHOSTUNREACH = new Errno(113);
    public static final Errno EINPROGRESS = new Errno(115);

    private static final int MAX_ERRNO = 4095;

    private static final Map<Integer, Entry> KNOWN = Stream.of(
                    new Entry(EPERM, "EPERM", "operation not permitted"),
                    new Entry(ENOENT, "ENOENT", "no such file or directory"),
                    new Entry(ESRCH, "ESRCH", "no such process or object"),
                    new Entry(EINTR, "EINTR", "interrupted system call"),
                    new Entry(EIO, "EIO", "input/output error"),
                    new Entry(EBADF, "EBADF", "bad file descriptor"),
                    new Entry(EAGAIN, "EAGAIN", "try again"),
                    new Entry(ENOMEM, "ENOMEM", "out of memory"),
                    new Entry(EACCES, "EACCES", "permission denied"),
                    new Entry(EFAULT, "EFAULT", "bad address"),
                    new Entry(EBUSY, "EBUSY", "device or resource busy"),
                    new Entry(EEXIST, "EEXIST", "already exists"),
                    new Entry(ENODEV, "ENODEV", "no such device"),
                    new Entry(ENOTDIR, "ENOTDIR", "not a directory"),
                    new Entry(EINVAL, "EINVAL", "invalid argument"),
                    new Entry(EMFILE, "EMFILE", "too many open files"),
                    new Entry(ENOSPC, "ENOSPC", "no space left"),
                    new Entry(EPIPE, "EPIPE", "broken pipe"),
                    new Entry(ERANGE, "ERANGE", "result out of range"),
                    new Entry(ENOSYS, "ENOSYS", "function not implemented"),
                    new Entry(ENODATA, "ENODATA", "no data available"),
                    new Entry(EPROTO, "EPROTO", "protocol error"),
                    new Entry(EBADMSG, "EBADMSG", "bad message"),
                    new Entry(ENOTSOCK, "ENOTSOCK", "not a socket"),
                    new Entry(EMSGSIZE, "EMSGSIZE", "message too long"),
                    new Entry(ENOPROTOOPT, "ENOPROTOOPT", "protocol not available"),
                    new Entry(EPROTONOSUPPORT, "EPROTONOSUPPORT", "protocol not supported"),
                    new Entry(ESOCKTNOSUPPORT, "ESOCKTNOSUPPORT", "socket type not supported"),
                    new Entry(EOPNOTSUPP, "EOPNOTSUPP", "operation not supported"),
                    new Entry(EAFNOSUPPORT, "EAFNOSUPPORT", "address family not supported"),
                    new Entry(EADDRINUSE, "EADDRINUSE", "address already in use"),
                    new Entry(EADDRNOTAVAIL, "EADDRNOTAVAIL", "cannot assign requested address"),
                    new Entry(ENETDOWN, "ENETDOWN", "network is down"),
                    new Entry(ENETUNREACH, "ENETUNREACH", "network is unreachable"),
                    new Entry(ECONNABORTED, "ECONNABORTED", "connection aborted"),
                    new Entry(ECONNRESET, "ECONNRESET", "connection reset by peer"),
                    new Entry(ENOBUFS, "ENOBUFS", "no buffer space available"),
                    new Entry(EISCONN, "EISCONN", "already connected"),
                    new Entry(ENOTCONN, "ENOTCONN", "not connected"),
                    new Entry(ETIMEDOUT, "ETIMEDOUT", "timed out"),
                    new Entry(ECONNREFUSED, "ECONNREFUSED", "connection refused"),
                    new Entry(EHOSTUNREACH, "EHOSTUNREACH", "no route to host"),
                    new Entry(EINPROGRESS, "EINPROGRESS", "operation in progress"))
            .collect(Collectors.toUnmodifiableMap(entry -> entry.errno.number, Function.identity()));

    /** @throws IllegalArgumentException if the number is not from 1 to 4095 */
    public Errno {
        if (number < 1 || number > MAX_ERRNO) {
            throw new IllegalArgumentException("errno must be from 1 to " + MAX_ERRNO + ": " + number);
        }
    }

    /** Returns the symbolic name, such as {@code EINVAL}, or {@code errno 999} for a number without one here. */
    public String symbol() {
        Entry entry = KNOWN.get(number);
        return entry == null ? String.format(Locale.ROOT, "errno %d", number) : entry.symbol;
    }

    /** Returns a few English words on what it means, or the symbol where there are none here. */
    public String meaning() {
        Entry entry = KNOWN.get(number);
        return entry == null ? symbol() : entry.meaning;
    }

    @Override
    public String toString() {
        return symbol();
    }

    private record Entry(Errno errno, String symbol, String meaning) {}
}
