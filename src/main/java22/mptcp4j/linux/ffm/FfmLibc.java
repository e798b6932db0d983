package mptcp4j.linux.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import mptcp4j.linux.Libc;

/** Each call is a downcall that keeps errno: the JVM may make system calls of its own before the next line of Java. */
final class FfmLibc implements Libc {
    /** {@code struct pollfd}. */
    private static final int POLLFD_SIZE = 8;

    private final ThreadLocal<Frame> frames = ThreadLocal.withInitial(Frame::new);

    FfmLibc() {
        // Throws IllegalCallerException where native access is denied, and a LinkageError where a function cannot be
        // linked: here, while another backend can still be chosen, and not at the first call.
        var probe = MemorySegment.NULL.reinterpret(0);
        assert probe.byteSize() == 0;
        Objects.requireNonNull(C.Close.HANDLE);
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return call((frame, state) -> (int) C.Socket.HANDLE.invokeExact(state, domain, type, protocol));
    }

    @Override
    public int close(int fd) {
        return call((frame, state) -> (int) C.Close.HANDLE.invokeExact(state, fd));
    }

    @Override
    public int dup3(int from, int to, int flags) {
        return call((frame, state) -> (int) C.Dup3.HANDLE.invokeExact(state, from, to, flags));
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return call((frame, state) -> (int) C.Fcntl.HANDLE.invokeExact(state, fd, command, argument));
    }

    @Override
    public int open(String path, int flags) {
        return call((frame, state) -> (int) C.Open.HANDLE.invokeExact(state, frame.allocateFrom(path), flags));
    }

    @Override
    public int bind(int fd, byte[] address) {
        return call((frame, state) -> (int) C.Bind.HANDLE.invokeExact(state, fd, copy(frame, address), address.length));
    }

    @Override
    public int connect(int fd, byte[] address) {
        return call(
                (frame, state) -> (int) C.Connect.HANDLE.invokeExact(state, fd, copy(frame, address), address.length));
    }

    @Override
    public int getsockname(int fd, byte[] address) {
        return call((frame, state) -> {
            MemorySegment name = copy(frame, address);
            MemorySegment length = frame.allocateFrom(JAVA_INT, address.length);
            int result = (int) C.Getsockname.HANDLE.invokeExact(state, fd, name, length);
            copyBack(name, address);
            return result < 0 ? result : length.get(JAVA_INT, 0);
        });
    }

    @Override
    public int getpeername(int fd, byte[] address) {
        return call((frame, state) -> {
            MemorySegment name = copy(frame, address);
            MemorySegment length = frame.allocateFrom(JAVA_INT, address.length);
            int result = (int) C.Getpeername.HANDLE.invokeExact(state, fd, name, length);
            copyBack(name, address);
            return result < 0 ? result : length.get(JAVA_INT, 0);
        });
    }

    @Override
    public int getsockopt(int fd, int level, int option, byte[] value) {
        return call((frame, state) -> {
            MemorySegment memory = copy(frame, value);
            MemorySegment length = frame.allocateFrom(JAVA_INT, value.length);
            int result = (int) C.Getsockopt.HANDLE.invokeExact(state, fd, level, option, memory, length);
            copyBack(memory, value);
            return result < 0 ? result : length.get(JAVA_INT, 0);
        });
    }

    @Override
    public int getsockopt(int fd, int level, int option, ByteBuffer value, int length) {
        MemorySegment memory = whole(value);
        return call((frame, state) -> {
            MemorySegment returned = frame.allocateFrom(JAVA_INT, length);
            int result = (int) C.Getsockopt.HANDLE.invokeExact(state, fd, level, option, memory, returned);
            return result < 0 ? result : returned.get(JAVA_INT, 0);
        });
    }

    @Override
    public long address(ByteBuffer direct) {
        return whole(direct).address();
    }

    @Override
    public int setsockopt(int fd, int level, int option, byte[] value) {
        return call((frame, state) ->
                (int) C.Setsockopt.HANDLE.invokeExact(state, fd, level, option, copy(frame, value), value.length));
    }

    @Override
    public int send(int fd, byte[] data, int flags) {
        return call((frame, state) ->
                (int) (long) C.Send.HANDLE.invokeExact(state, fd, copy(frame, data), (long) data.length, flags));
    }

    @Override
    public int recv(int fd, ByteBuffer buffer, int flags) {
        MemorySegment memory = whole(buffer);
        return call(
                (frame, state) -> (int) (long) C.Recv.HANDLE.invokeExact(state, fd, memory, memory.byteSize(), flags));
    }

    @Override
    public int read(int fd, byte[] data) {
        return call((frame, state) -> {
            MemorySegment memory = copy(frame, data);
            int result = (int) (long) C.Read.HANDLE.invokeExact(state, fd, memory, (long) data.length);
            copyBack(memory, data);
            return result;
        });
    }

    @Override
    public int write(int fd, byte[] data) {
        return call((frame, state) ->
                (int) (long) C.Write.HANDLE.invokeExact(state, fd, copy(frame, data), (long) data.length));
    }

    @Override
    public int eventfd(int value, int flags) {
        return call((frame, state) -> (int) C.Eventfd.HANDLE.invokeExact(state, value, flags));
    }

    @Override
    public int poll(byte[] pollfds, int timeoutMillis) {
        return call((frame, state) -> {
            MemorySegment memory = copy(frame, pollfds);
            long count = pollfds.length / POLLFD_SIZE;
            int result = (int) C.Poll.HANDLE.invokeExact(state, memory, count, timeoutMillis);
            copyBack(memory, pollfds);
            return result;
        });
    }

    @Override
    public int unshare(int flags) {
        return call((frame, state) -> (int) C.Unshare.HANDLE.invokeExact(state, flags));
    }

    @Override
    public int setns(int fd, int namespaceType) {
        return call((frame, state) -> (int) C.Setns.HANDLE.invokeExact(state, fd, namespaceType));
    }

    private static MemorySegment whole(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer.duplicate().clear());
    }

    private static MemorySegment copy(Frame frame, byte[] bytes) {
        return frame.allocateFrom(JAVA_BYTE, bytes);
    }

    private static void copyBack(MemorySegment from, byte[] to) {
        MemorySegment.copy(from, JAVA_BYTE, 0, to, 0, to.length);
    }

    private int call(Call function) {
        Frame frame = frames.get();
        try {
            int result = function.invoke(frame, frame.state());
            return result < 0 ? -frame.errno() : result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing checked", e);
        } finally {
            frame.release();
        }
    }

    /** Something to do with a call, given memory that lives as long as it and the place for errno. */
    @FunctionalInterface
    private interface Call {
        int invoke(Frame frame, MemorySegment state) throws Throwable;
    }
}
