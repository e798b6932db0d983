package mptcp4j.linux;

import static mptcp4j.linux.Abi.POLLIN;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;

/**
 * Waits until one of some descriptors can be read. Not thread-safe; the descriptors stay those of their owners.
 *
 * <pre>
 *  struct pollfd
 *  0  fd       s32
 *  4  events   s16  what to wait for
 *  6  revents  s16  what there is; errors come unasked
 * </pre>
 */
public final class Poll {
    private static final int SIZE = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private final Libc libc;
    private final byte[] pollfds;
    private final ByteBuffer view;

    /** @throws LinuxException EBADF if one is closed */
    public Poll(Libc libc, Fd... descriptors) throws LinuxException {
        this.libc = libc;
        pollfds = new byte[descriptors.length * SIZE];
        view = ByteBuffer.wrap(pollfds).order(ByteOrder.nativeOrder());
        for (int i = 0; i < descriptors.length; i++) {
            view.putInt(i * SIZE, descriptors[i].number()).putShort(i * SIZE + EVENTS, (short) POLLIN);
        }
    }

    /**
     * Waits. Lost netlink messages make a socket readable, too.
     *
     * @param timeout how long; zero does not wait
     * @return whether one can be read, or has an error that a read would report
     * @throws LinuxException if {@code poll(2)} fails
     */
    public boolean await(Duration timeout) throws LinuxException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long left = Math.max(0, deadline - System.nanoTime());
            long millis = TimeUnit.NANOSECONDS.toMillis(left + TimeUnit.MILLISECONDS.toNanos(1) - 1);
            int ready = libc.poll(pollfds, (int) Math.min(millis, Integer.MAX_VALUE));
            if (ready != -Errno.EINTR.number()) {
                return Fd.check("poll", ready) != 0;
            }
            if (left == 0) { // a signal, such as a profiler's, ends poll(2) even with SA_RESTART and with no time left
                return false;
            }
        }
    }

    /** Returns whether the last {@link #await} found something on the descriptor of this place. */
    public boolean ready(int index) {
        return view.getShort(index * SIZE + REVENTS) != 0;
    }
}
