package mptcp4j.netlink;

import java.util.OptionalInt;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.jspecify.annotations.Nullable;

/**
 * The kernel refused a request, in a netlink message: not the socket, which throws a plain {@link LinuxException}. Where
 * the kernel said so, it tells which attribute was wrong or missing.
 */
public final class NetlinkException extends LinuxException {
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN = -1;

    private final int offset;
    private final int missingAttribute;

    NetlinkException(String operation, Errno errno, ExtAck words) {
        super(operation, errno, detail(errno, words));
        offset = words.offset().orElse(UNKNOWN);
        missingAttribute = words.missingAttribute().orElse(UNKNOWN);
    }

    /** Returns where in the request the wrong attribute is, in bytes from the start of the netlink header. */
    public OptionalInt offset() {
        return offset == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(offset);
    }

    /** Returns the number of the attribute that the request lacks. */
    public OptionalInt missingAttribute() {
        return missingAttribute == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(missingAttribute);
    }

    private static @Nullable String detail(Errno errno, ExtAck words) {
        if (words.text() != null) {
            return words.text();
        }
        if (words.missingAttribute().isPresent()) {
            return "attribute " + words.missingAttribute().getAsInt() + " is missing";
        }
        return errno.equals(Errno.EPERM)
                ? "needs CAP_NET_ADMIN in the user namespace that owns the network namespace"
                : null;
    }
}
