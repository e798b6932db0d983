package mptcp4j;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Linux refused an operation. Says which one, with which {@link Errno}, and in the kernel's own words where it gave any
 * (netlink extended ack).
 */
public class LinuxException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final int errno;
    private final @Nullable String detail;

    /**
     * @param operation what was refused, such as {@code socket(IPPROTO_MPTCP)} or {@code endpoint add}
     * @param errno the kernel's reason
     */
    public LinuxException(String operation, Errno errno) {
        this(operation, errno, null);
    }

    /**
     * @param operation what was refused
     * @param errno the kernel's reason
     * @param detail the kernel's own words, or what to do about it; null where there are none
     */
    public LinuxException(String operation, Errno errno, @Nullable String detail) {
        super(operation + ": " + (detail == null ? errno.meaning() : detail) + " (" + errno.symbol() + ")");
        this.operation = operation;
        this.errno = errno.number();
        this.detail = detail;
    }

    /** Returns what was refused. */
    public String operation() {
        return operation;
    }

    /** Returns the kernel's reason. */
    public Errno errno() {
        return new Errno(errno);
    }

    /** Returns the kernel's own words or advice on the refusal, or null where there are none. */
    public @Nullable String detail() {
        return detail;
    }
}
