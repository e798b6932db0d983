package mptcp4j.linux.jna;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import mptcp4j.linux.Libc;

/** JNA direct mapping: about 170 ns a call dearer than FFM, and half the price of JNA's interface mapping. */
final class JnaLibc implements Libc {
    /** {@code struct pollfd { int fd; short events; short revents; }} */
    private static final int POLLFD_SIZE = 8;

    JnaLibc() {
        Native.register(C.class, "c");
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return call(() -> C.socket(domain, type, protocol));
    }

    @Override
    public int close(int fd) {
        return call(() -> C.close(fd));
    }

    @Override
    public int dup3(int from, int to, int flags) {
        return call(() -> C.dup3(from, to, flags));
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return call(() -> C.fcntl(fd, command, argument));
    }

    @Override
    public int open(String path, int flags) {
        return call(() -> C.open(terminated(path), flags));
    }

    @Override
    public int bind(int fd, byte[] address) {
        return call(() -> C.bind(fd, address, address.length));
    }

    @Override
    public int connect(int fd, byte[] address) {
        return call(() -> C.connect(fd, address, address.length));
    }

    @Override
    public int getsockname(int fd, byte[] address) {
        int[] length = {address.length};
        int result = call(() -> C.getsockname(fd, address, length));
        return result < 0 ? result : length[0];
    }

    @Override
    public int getpeername(int fd, byte[] address) {
        int[] length = {address.length};
        int result = call(() -> C.getpeername(fd, address, length));
        return result < 0 ? result : length[0];
    }

    @Override
    public int getsockopt(int fd, int level, int option, byte[] value) {
        int[] length = {value.length};
        int result = call(() -> C.getsockopt(fd, level, option, value, length));
        return result < 0 ? result : length[0];
    }

    @Override
    public int getsockopt(int fd, int level, int option, ByteBuffer value, int length) {
        ByteBuffer memory = whole(value);
        int[] returned = {length};
        int result = call(() -> C.getsockopt(fd, level, option, memory, returned));
        return result < 0 ? result : returned[0];
    }

    @Override
    public long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    /** From the position on, JNA would hand over. */
    private static ByteBuffer whole(ByteBuffer buffer) {
        return buffer.duplicate().clear();
    }

    @Override
    public int setsockopt(int fd, int level, int option, byte[] value) {
        return call(() -> C.setsockopt(fd, level, option, value, value.length));
    }

    @Override
    public int send(int fd, byte[] data, int flags) {
        return call(() -> (int) C.send(fd, data, data.length, flags));
    }

    @Override
    public int recv(int fd, ByteBuffer buffer, int flags) {
        ByteBuffer memory = whole(buffer);
        return call(() -> (int) C.recv(fd, memory, memory.capacity(), flags));
    }

    @Override
    public int read(int fd, byte[] data) {
        return call(() -> (int) C.read(fd, data, data.length));
    }

    @Override
    public int write(int fd, byte[] data) {
        return call(() -> (int) C.write(fd, data, data.length));
    }

    @Override
    public int eventfd(int value, int flags) {
        return call(() -> C.eventfd(value, flags));
    }

    @Override
    public int poll(byte[] pollfds, int timeoutMillis) {
        return call(() -> C.poll(pollfds, pollfds.length / POLLFD_SIZE, timeoutMillis));
    }

    @Override
    public int unshare(int flags) {
        return call(() -> C.unshare(flags));
    }

    @Override
    public int setns(int fd, int namespaceType) {
        return call(() -> C.setns(fd, namespaceType));
    }

    /** In UTF-8, whatever the locale: JNA's own conversion of strings follows the locale on JDK 17. */
    private static byte[] terminated(String path) {
        return (path + '\0').getBytes(StandardCharsets.UTF_8);
    }

    /** JNA saves errno right after each call. It says something only about a call that failed. */
    private static int call(IntSupplier function) {
        int result = function.getAsInt();
        return result < 0 ? -Native.getLastError() : result;
    }

    /** The C prototypes. */
    private static final class C {
        static native int socket(int domain, int type, int protocol);

        static native int close(int fd);

        static native int dup3(int from, int to, int flags);

        static native int fcntl(int fd, int command, long argument);

        static native int open(byte[] path, int flags);

        static native int bind(int fd, byte[] address, int length);

        static native int connect(int fd, byte[] address, int length);

        static native int getsockname(int fd, byte[] address, int[] length);

        static native int getpeername(int fd, byte[] address, int[] length);

        static native int getsockopt(int fd, int level, int option, byte[] value, int[] length);

        static native int getsockopt(int fd, int level, int option, ByteBuffer value, int[] length);

        static native int setsockopt(int fd, int level, int option, byte[] value, int length);

        static native long send(int fd, byte[] data, long length, int flags);

        static native long recv(int fd, ByteBuffer buffer, long length, int flags);

        static native long read(int fd, byte[] data, long length);

        static native long write(int fd, byte[] data, long length);

        static native int eventfd(int value, int flags);

        static native int poll(byte[] pollfds, long count, int timeoutMillis);

        static native int unshare(int flags);

        static native int setns(int fd, int namespaceType);
    }
}
