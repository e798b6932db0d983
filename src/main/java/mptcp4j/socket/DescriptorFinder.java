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

    private static final KernelOption TAG = KernelOption.ofInt("TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL);
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
     * @param near numbers in whose neighbourhood it probably is: Linux gives out the lowest that is free, so what was
     *     opened at about the same time is near, unless it filled gaps
     */
    static int find(JdkSocket socket, int... near) throws IOException {
        int before = socket.tag().get();
        try {
            var finder = new DescriptorFinder(socket);
            finder.retag();
            for (int centre : near) {
                int found = finder.searchNear(centre);
                if (found != NONE) {
                    return found;
                }
            }
            return finder.searchAll();
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

    private int searchNear(int centre) throws IOException {
        if (isIt(centre)) {
            return centre;
        }
        for (int distance = 1; distance <= NEIGHBOURS; distance++) {
            if (isIt(centre - distance)) {
                return centre - distance;
            }
            if (isIt(centre + distance)) {
                return centre + distance;
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
