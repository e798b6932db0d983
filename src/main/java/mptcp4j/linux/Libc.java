package mptcp4j.linux;

import java.nio.ByteBuffer;

/**
 * The C library calls that we make. Each returns what the call returned, a value of zero or more, or {@code -errno}. An
 * implementation turns no failed call into an exception, retries nothing and logs nothing, so that two implementations
 * have nothing to disagree about. Implementations are thread-safe.
 *
 * <p>Socket addresses, options and messages are bytes as the kernel lays them out, in the byte order of the machine
 * unless the kernel says otherwise.
 */
public interface Libc {
    /**
     * Returns the backend that {@link Backends} chose when it was first used.
     *
     * @throws UnsatisfiedLinkError if there is none, each reason suppressed in it
     * @throws IllegalArgumentException if the property that forces one names another
     */
    static Libc get() {
        return Backends.chosen().libc();
    }

    /** {@code socket(2)}: a new descriptor. */
    int socket(int domain, int type, int protocol);

    /** {@code close(2)}. The descriptor is gone even when this reports an error; never repeat it. */
    int close(int fd);

    /** {@code dup3(2)}: makes {@code to} refer to what {@code from} refers to, atomically. Returns {@code to}. */
    int dup3(int from, int to, int flags);

    /** {@code fcntl(2)} with an int argument. */
    int fcntl(int fd, int command, int argument);

    /** {@code open(2)} of an existing file: a new descriptor. */
    int open(String path, int flags);

    /** {@code bind(2)} to a {@code struct sockaddr}, the whole array. */
    int bind(int fd, byte[] address);

    /** {@code connect(2)} to a {@code struct sockaddr}, the whole array. */
    int connect(int fd, byte[] address);

    /** {@code getsockname(2)}. Returns the length of the address, which is more than the array's when it was cut. */
    int getsockname(int fd, byte[] address);

    /** {@code getpeername(2)}. Returns the length of the address, which is more than the array's when it was cut. */
    int getpeername(int fd, byte[] address);

    /**
     * {@code getsockopt(2)}. The array goes in, too: some options of MPTCP read their headers from it.
     *
     * @param value in and out; its length is the {@code optlen} given
     * @return the {@code optlen} that the kernel returned
     */
    int getsockopt(int fd, int level, int option, byte[] value);

    /**
     * {@code getsockopt(2)} of a value that points to other memory, which may be behind it in the buffer.
     *
     * @param value a direct buffer, which the kernel reads and writes itself: nothing is copied; its position and limit mean
     *     nothing and stay
     * @param length how much of it the value is: the {@code optlen} given
     * @return the {@code optlen} that the kernel returned
     */
    int getsockopt(int fd, int level, int option, ByteBuffer value, int length);

    /** Returns where a direct buffer is in memory, which is what the kernel takes for a pointer while the buffer can be reached. */
    long address(ByteBuffer direct);

    /** {@code setsockopt(2)} with the whole array. */
    int setsockopt(int fd, int level, int option, byte[] value);

    /** {@code send(2)} of the whole array: how many bytes were taken. */
    int send(int fd, byte[] data, int flags);

    /**
     * {@code recv(2)} into the whole buffer; its position and limit mean nothing and stay.
     *
     * @param buffer a direct one, which the kernel writes itself: nothing is copied
     * @return how many bytes arrived, which with {@code MSG_TRUNC} may be more than the buffer holds
     */
    int recv(int fd, ByteBuffer buffer, int flags);

    /** {@code read(2)} into the array: how many bytes came, 0 at the end of a file. */
    int read(int fd, byte[] data);

    /** {@code write(2)} of the whole array: how many bytes were taken. */
    int write(int fd, byte[] data);

    /** {@code eventfd(2)}: a new descriptor of a counter, readable while that is not zero. */
    int eventfd(int value, int flags);

    /**
     * {@code poll(2)}. {@link Poll} knows the structure.
     *
     * @param pollfds one {@code struct pollfd} after the other; the kernel writes what it found into them
     * @param timeoutMillis milliseconds to wait; 0 does not wait, -1 waits for ever
     * @return how many of them are ready; 0 when the time ran out
     */
    int poll(byte[] pollfds, int timeoutMillis);

    /** {@code unshare(2)}: acts on the calling thread. */
    int unshare(int flags);

    /** {@code setns(2)}: acts on the calling thread. */
    int setns(int fd, int namespaceType);
}
