package mptcp4j.socket;

import java.io.File;
import java.util.stream.Stream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;

/** The descriptors of this process. */
final class OpenDescriptors {
    private static final String DIRECTORY = "/proc/self/fd";

    private OpenDescriptors() {}

    /**
     * Returns the numbers that were open a moment ago, the one that reading them took among them.
     *
     * @throws LinuxException if they cannot be read, as where {@code /proc} is not mounted
     */
    static int[] list() throws LinuxException {
        String[] names = new File(DIRECTORY).list();
        if (names == null) {
            throw new LinuxException("read " + DIRECTORY, Errno.ENOENT, "needs /proc mounted");
        }
        return Stream.of(names).mapToInt(Integer::parseInt).toArray();
    }
}
