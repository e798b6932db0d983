package mptcp4j.linux;

import static mptcp4j.linux.Abi.POLLIN;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
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
    private static final Duration ALMOST_A_MILLISECOND = Duration.ofNanos(999_999);

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
        Deadline deadline = Deadline.in(timeout);
        while (true) {
            Duration left = deadline.left();
            long millis = left.plus(ALMOST_A_MILLISECOND).toMillis();
            // waits 24 days at most; a signal, such as a profiler's, ends it even with SA_RESTART, and with no time
            // left
            int ready = libc.poll(pollfds, (int) Math.min(millis, Integer.MAX_VALUE));
            if (ready != -Errno.EINTR.number() && Fd.check("poll", ready) != 0) {
                return true;
            }
            if (left.isZero()) {
                return false;
            }
        }
    }

    /** Returns whether the last {@link #await} found something on the descriptor of this place. */
    public boolean ready(int index) {
        return view.getShort(index * SIZE + REVENTS) != 0;
    }
}
