package mptcp4j.socket;

import static mptcp4j.linux.Abi.IPPROTO_TCP;
import static mptcp4j.socket.SocketAbi.TCP_KEEPINTVL;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds the descriptor inside a socket of the JDK, which the JDK does not tell: the socket is tagged through the JDK, and
 * the descriptor that shows the tag is it. A second tag makes sure, whatever other threads open, tag and close.
 *
 * <p>The tag is the interval of keepalive probes. Every TCP socket has it, every socket class of the JDK can set it, and
 * without a connection it does nothing; a receive buffer that was set once would never be tuned by the kernel again.
 */
final class DescriptorFinder {
    /** What {@link #find} returns if there is none. */
    static final int NONE = -1;

    static final KernelOption TAG = KernelOption.ofInt("TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL);
    private static final int LEAST_TAG = 1000;
    private static final int MAX_TAG = 32767; // MAX_TCP_KEEPINTVL
    private static final int NEIGHBOURS = 64;

    private final JdkSocket socket;
    private int tag;

    private DescriptorFinder(JdkSocket socket) {
        this.socket = socket;
    }

    /**
     * Returns the number, or {@link #NONE}. Leaves the socket as it was.
     *
     * @param below numbers below which it probably is, not far. Linux gives out the lowest number that is free, so that is
     *     where a socket is, once it is open, that was opened a moment ago
     */
    static int find(JdkSocket socket, int... below) throws IOException {
        int before = socket.tag().get();
        try {
            var finder = new DescriptorFinder(socket);
            finder.retag();
            return finder.search(below);
        } finally {
            socket.setTag().set(before);
        }
    }

    private void retag() throws IOException {
        tag = ThreadLocalRandom.current().nextInt(LEAST_TAG, MAX_TAG + 1);
        socket.setTag().set(tag);
    }

    private boolean isIt(int fd) throws IOException {
        if (!TAG.reads(fd, tag)) {
            return false;
        }
        retag();
        return TAG.reads(fd, tag);
    }

    private int search(int... below) throws IOException {
        for (int top : below) {
            int found = searchDown(top - 1, top - NEIGHBOURS);
            if (found != NONE) {
                return found;
            }
        }
        // All below the lowest free number is open. To look at it costs less than to read its name in /proc.
        int found = below.length == 0 ? NONE : searchDown(below[0] - NEIGHBOURS - 1, 0);
        return found == NONE ? searchAll() : found;
    }

    private int searchDown(int from, int to) throws IOException {
        for (int fd = from; fd >= Math.max(to, 0); fd--) {
            if (isIt(fd)) {
                return fd;
            }
        }
        return NONE;
    }

    private int searchAll() throws IOException {
        for (int fd : OpenDescriptors.list()) {
            if (isIt(fd)) {
                return fd;
            }
        }
        return NONE;
    }
}
