package mptcp4j.linux;

import static mptcp4j.linux.Abi.EFD_CLOEXEC;
import static mptcp4j.linux.Abi.EFD_NONBLOCK;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import mptcp4j.LinuxException;

/**
 * Ends the wait of a thread in {@link Poll#await}, from any other: an {@code eventfd(2)}. Once woken it stays readable,
 * so a thread that comes to wait later does not wait, until {@link #clear}. Thread-safe.
 */
public final class Wakeup implements Closeable {
    private final Libc libc;
    private final Fd fd;

    private Wakeup(Libc libc, Fd fd) {
        this.libc = libc;
        this.fd = fd;
    }

    /** @throws LinuxException EMFILE if the process has no descriptor left */
    public static Wakeup create(Libc libc) throws LinuxException {
        return new Wakeup(libc, Fd.of("eventfd", libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)));
    }

    /** Returns what to wait for. */
    public Fd fd() {
        return fd;
    }

    /** Wakes. @throws LinuxException EBADF if it is closed */
    public void wake() throws LinuxException {
        byte[] one = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(1)
                .array();
        Fd.check("write(eventfd)", libc.write(fd.number(), one));
    }

    /** Takes back what woke: who comes to wait later does wait. */
    public void clear() throws LinuxException {
        Fd.check("read(eventfd)", libc.read(fd.number(), new byte[Long.BYTES]));
    }

    @Override
    public void close() {
        fd.close();
    }
}
