package mptcp4j.netlink;

import mptcp4j.Errno;
import mptcp4j.LinuxException;

/** A table changed each time that it was dumped ({@code NLM_F_DUMP_INTR}). Has {@link Errno#EINTR}; try again later. */
public final class InconsistentDumpException extends LinuxException {
    private static final long serialVersionUID = 1L;

    InconsistentDumpException(String operation, int tries) {
        super(operation, Errno.EINTR, "the table changed during each of " + tries + " dumps");
    }
}
