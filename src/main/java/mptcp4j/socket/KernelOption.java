package mptcp4j.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;

/**
 * A socket option as the kernel knows it, to be read and set on a descriptor.
 *
 * @param name how errors call it
 * @param level such as {@code SOL_SOCKET}
 * @param number the option of that level
 * @param width bytes of its value
 */
record KernelOption(String name, int level, int number, int width) {
    static KernelOption ofInt(String name, int level, int number) {
        return new KernelOption(name, level, number, Integer.BYTES);
    }

    static KernelOption ofLong(String name, int level, int number) {
        return new KernelOption(name, level, number, Long.BYTES);
    }

    /** Returns whether an errno says that a kernel, or this kind of socket, has no such option. */
    static boolean isUnknown(Errno errno) {
        return errno.equals(Errno.ENOPROTOOPT) || errno.equals(Errno.EOPNOTSUPP);
    }

    byte[] read(Libc libc, int fd) throws LinuxException {
        byte[] value = new byte[width];
        Fd.check("getsockopt(" + name + ")", libc.getsockopt(fd, level, number, value));
        return value;
    }

    int readInt(Libc libc, int fd) throws LinuxException {
        return ByteBuffer.wrap(read(libc, fd)).order(ByteOrder.nativeOrder()).getInt();
    }

    int readInt(int fd) throws LinuxException {
        return readInt(Libc.get(), fd);
    }

    long readLong(Libc libc, int fd) throws LinuxException {
        return ByteBuffer.wrap(read(libc, fd)).order(ByteOrder.nativeOrder()).getLong();
    }

    long readLong(int fd) throws LinuxException {
        return readLong(Libc.get(), fd);
    }

    /** Returns the value, or nothing where the descriptor is not a socket that has the option. Any descriptor may be asked. */
    OptionalLong tryLong(int fd) {
        byte[] value = new byte[Long.BYTES];
        return Libc.get().getsockopt(fd, level, number, value) == Long.BYTES
                ? OptionalLong.of(
                        ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong())
                : OptionalLong.empty();
    }

    /** Returns whether the descriptor is a socket that has the option with this value. Any descriptor may be asked. */
    boolean reads(int fd, int expected) {
        byte[] value = new byte[width];
        return Libc.get().getsockopt(fd, level, number, value) == width && Arrays.equals(value, bytes(expected));
    }

    void set(Libc libc, int fd, byte[] value) throws LinuxException {
        Fd.check("setsockopt(" + name + ")", libc.setsockopt(fd, level, number, value));
    }

    static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
