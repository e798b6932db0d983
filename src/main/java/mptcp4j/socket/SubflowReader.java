package mptcp4j.socket;

import mptcp4j.LinuxException;

/** A way to read the subflows of the connection behind a descriptor. */
@FunctionalInterface
interface SubflowReader {
    /**
     * @throws LinuxException with an errno that {@link KernelOption#isUnknown} where the kernel does not know this way,
     *     and where the connection is not multipath
     */
    SubflowSnapshot read(int fd) throws LinuxException;

    /** Reads less. @throws LinuxException as {@link #read} */
    default SubflowPlaces places(int fd) throws LinuxException {
        return SubflowPlaces.of(read(fd));
    }
}
