package mptcp4j.linux;

import java.io.Closeable;
import java.util.concurrent.atomic.AtomicInteger;
import mptcp4j.Errno;
import mptcp4j.LinuxException;

/**
 * A file descriptor with one owner. Closing it twice closes it once, so a number that the kernel has given out again is
 * never closed by mistake. Thread-safe, but who closes it while another thread is in a call on it takes the risk that
 * the call meets a stranger.
 */
public final class Fd implements Closeable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    private Fd(int number) {
        this.number = new AtomicInteger(number);
    }

    /**
     * Takes ownership of what a call returned.
     *
     * @param operation the call, for the error's text
     * @param result a descriptor, or {@code -errno}
     * @throws LinuxException if it is {@code -errno}
     */
    public static Fd of(String operation, int result) throws LinuxException {
        return new Fd(check(operation, result));
    }

    /**
     * Returns the result of a call that worked.
     *
     * @param operation the call, for the error's text
     * @param result what {@link Libc} returned: a value, or {@code -errno}
     * @throws LinuxException if it is {@code -errno}
     */
    public static int check(String operation, int result) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(operation, new Errno(-result));
        }
        return result;
    }

    /**
     * Returns the number, for a call.
     *
     * @throws LinuxException with EBADF if it is closed
     */
    public int number() throws LinuxException {
        int now = number.get();
        if (now == CLOSED) {
            throw new LinuxException("use of a closed descriptor", Errno.EBADF);
        }
        return now;
    }

    /** Closes it. Linux frees the number even when {@code close(2)} reports an error, so there is nothing to report. */
    @Override
    public void close() {
        int now = number.getAndSet(CLOSED);
        if (now != CLOSED) {
            Libc.get().close(now);
        }
    }

    @Override
    public String toString() {
        return "fd " + number.get();
    }
}
