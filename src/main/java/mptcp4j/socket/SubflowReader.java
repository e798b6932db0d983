package mptcp4j.socket;

import java.util.List;
import mptcp4j.LinuxException;

/** A way to read the subflows of the connection behind a descriptor. */
@FunctionalInterface
interface SubflowReader {
    /**
     * Returns all at one moment but those that are closed: the kernel keeps the first in its list until the connection ends.
     *
     * @throws LinuxException with an errno that {@link KernelOption#isUnknown} where the kernel does not know this way,
     *     and where the connection is not multipath
     */
    List<Subflow> read(int fd) throws LinuxException;
}
