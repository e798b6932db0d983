package mptcp4j.netlink;

import mptcp4j.Errno;
import mptcp4j.LinuxException;

/** An answer that breaks the format: cut short, or a value of the wrong width. Has {@link Errno#EBADMSG}. */
public final class MalformedException extends LinuxException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String detail) {
        super("netlink", Errno.EBADMSG, detail);
    }
}
