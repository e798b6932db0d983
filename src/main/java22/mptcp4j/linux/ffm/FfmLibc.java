package mptcp4j.linux.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import mptcp4j.linux.Libc;
import mptcp4j.linux.ffm.abi.LinuxAbi;
import mptcp4j.linux.ffm.abi.pollfd;

/**
 * Links the calls itself, because jextract's handles lose errno: the JVM may make system calls of its own between a
 * downcall and the next line of Java. Descriptors and layouts are jextract's.
 */
final class FfmLibc implements Libc {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    FfmLibc() {
        // Throws IllegalCallerException where native access is denied, and a LinkageError where a function cannot be
        // linked: here, while another backend can still be chosen, and not at the first call.
        var probe = MemorySegment.NULL.reinterpret(0);
        assert probe.byteSize() == 0;
        Objects.requireNonNull(C.CLOSE);
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return call((arena, state) -> (int) C.SOCKET.invokeExact(state, domain, type, protocol));
    }

    @Override
    public int close(int fd) {
        return call((arena, state) -> (int) C.CLOSE.invokeExact(state, fd));
    }

    @Override
    public int dup3(int from, int to, int flags) {
        return call((arena, state) -> (int) C.DUP3.invokeExact(state, from, to, flags));
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return call((arena, state) -> (int) C.FCNTL.invokeExact(state, fd, command, argument));
    }

    @Override
    public int open(String path, int flags) {
        return call((arena, state) -> (int) C.OPEN.invokeExact(state, arena.allocateFrom(path), flags));
    }

    @Override
    public int bind(int fd, byte[] address) {
        return call((arena, state) -> (int) C.BIND.invokeExact(state, fd, copy(arena, address), address.length));
    }

    @Override
    public int connect(int fd, byte[] address) {
        return call((arena, state) -> (int) C.CONNECT.invokeExact(state, fd, copy(arena, address), address.length));
    }

    @Override
    public int getsockname(int fd, byte[] address) {
        return call((arena, state) -> {
            MemorySegment name = copy(arena, address);
            MemorySegment length = arena.allocateFrom(LinuxAbi.C_INT, address.length);
            int result = (int) C.GETSOCKNAME.invokeExact(state, fd, name, length);
            copyBack(name, address);
            return result < 0 ? result : length.get(LinuxAbi.C_INT, 0);
        });
    }

    @Override
    public int getpeername(int fd, byte[] address) {
        return call((arena, state) -> {
            MemorySegment name = copy(arena, address);
            MemorySegment length = arena.allocateFrom(LinuxAbi.C_INT, address.length);
            int result = (int) C.GETPEERNAME.invokeExact(state, fd, name, length);
            copyBack(name, address);
            return result < 0 ? result : length.get(LinuxAbi.C_INT, 0);
        });
    }

    @Override
    public int getsockopt(int fd, int level, int option, byte[] value, Pointer... pointers) {
        return call((arena, state) -> {
            MemorySegment memory = copy(arena, value);
            List<MemorySegment> targets = place(arena, memory, pointers);
            MemorySegment length = arena.allocateFrom(LinuxAbi.C_INT, value.length);
            int result = (int) C.GETSOCKOPT.invokeExact(state, fd, level, option, memory, length);
            copyBack(memory, value);
            for (int i = 0; i < pointers.length; i++) {
                copyBack(targets.get(i), pointers[i].target());
            }
            return result < 0 ? result : length.get(LinuxAbi.C_INT, 0);
        });
    }

    private static List<MemorySegment> place(Arena arena, MemorySegment value, Pointer... pointers) {
        List<MemorySegment> targets = new ArrayList<>();
        for (Pointer pointer : pointers) {
            MemorySegment target = copy(arena, pointer.target());
            value.set(JAVA_LONG_UNALIGNED, pointer.offset(), target.address());
            targets.add(target);
        }
        return targets;
    }

    @Override
    public int setsockopt(int fd, int level, int option, byte[] value) {
        return call((arena, state) ->
                (int) C.SETSOCKOPT.invokeExact(state, fd, level, option, copy(arena, value), value.length));
    }

    @Override
    public int send(int fd, byte[] data, int flags) {
        return call((arena, state) ->
                (int) (long) C.SEND.invokeExact(state, fd, copy(arena, data), (long) data.length, flags));
    }

    @Override
    public int recv(int fd, ByteBuffer buffer, int flags) {
        MemorySegment memory = MemorySegment.ofBuffer(buffer.duplicate().clear());
        return call((arena, state) -> (int) (long) C.RECV.invokeExact(state, fd, memory, memory.byteSize(), flags));
    }

    @Override
    public int write(int fd, byte[] data) {
        return call(
                (arena, state) -> (int) (long) C.WRITE.invokeExact(state, fd, copy(arena, data), (long) data.length));
    }

    @Override
    public int eventfd(int value, int flags) {
        return call((arena, state) -> (int) C.EVENTFD.invokeExact(state, value, flags));
    }

    @Override
    public int poll(byte[] pollfds, int timeoutMillis) {
        return call((arena, state) -> {
            MemorySegment memory = arena.allocate(pollfd.layout(), pollfds.length / pollfd.sizeof());
            MemorySegment.copy(pollfds, 0, memory, JAVA_BYTE, 0, pollfds.length);
            long count = pollfds.length / pollfd.sizeof();
            int result = (int) C.POLL.invokeExact(state, memory, count, timeoutMillis);
            copyBack(memory, pollfds);
            return result;
        });
    }

    @Override
    public int unshare(int flags) {
        return call((arena, state) -> (int) C.UNSHARE.invokeExact(state, flags));
    }

    @Override
    public int setns(int fd, int namespaceType) {
        return call((arena, state) -> (int) C.SETNS.invokeExact(state, fd, namespaceType));
    }

    private static MemorySegment copy(Arena arena, byte[] bytes) {
        return arena.allocateFrom(JAVA_BYTE, bytes);
    }

    private static void copyBack(MemorySegment from, byte[] to) {
        MemorySegment.copy(from, JAVA_BYTE, 0, to, 0, to.length);
    }

    private static int call(Call function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = function.invoke(arena, state);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing checked", e);
        }
    }

    /** Something to do with a call, given memory that lives as long as it and the place for errno. */
    @FunctionalInterface
    private interface Call {
        int invoke(Arena arena, MemorySegment state) throws Throwable;
    }

    /** The C functions, linked when the backend is loaded. */
    private static final class C {
        static final MethodHandle SOCKET = link(LinuxAbi.socket$address(), LinuxAbi.socket$descriptor());
        static final MethodHandle CLOSE = link(LinuxAbi.close$address(), LinuxAbi.close$descriptor());
        static final MethodHandle DUP3 = link(LinuxAbi.dup3$address(), LinuxAbi.dup3$descriptor());
        static final MethodHandle BIND = link(LinuxAbi.bind$address(), LinuxAbi.bind$descriptor());
        static final MethodHandle CONNECT = link(LinuxAbi.connect$address(), LinuxAbi.connect$descriptor());
        static final MethodHandle GETSOCKNAME = link(LinuxAbi.getsockname$address(), LinuxAbi.getsockname$descriptor());
        static final MethodHandle GETPEERNAME = link(LinuxAbi.getpeername$address(), LinuxAbi.getpeername$descriptor());
        static final MethodHandle GETSOCKOPT = link(LinuxAbi.getsockopt$address(), LinuxAbi.getsockopt$descriptor());
        static final MethodHandle SETSOCKOPT = link(LinuxAbi.setsockopt$address(), LinuxAbi.setsockopt$descriptor());
        static final MethodHandle SEND = link(LinuxAbi.send$address(), LinuxAbi.send$descriptor());
        static final MethodHandle RECV = link(LinuxAbi.recv$address(), LinuxAbi.recv$descriptor());
        static final MethodHandle WRITE = link(LinuxAbi.write$address(), LinuxAbi.write$descriptor());
        static final MethodHandle EVENTFD = link(LinuxAbi.eventfd$address(), LinuxAbi.eventfd$descriptor());
        static final MethodHandle POLL = link(LinuxAbi.poll$address(), LinuxAbi.poll$descriptor());
        static final MethodHandle UNSHARE = link(LinuxAbi.unshare$address(), LinuxAbi.unshare$descriptor());
        static final MethodHandle SETNS = link(LinuxAbi.setns$address(), LinuxAbi.setns$descriptor());

        // int open(const char *path, int flags, ...) and int fcntl(int fd, int command, ...)
        private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(2);
        private static final LinuxAbi.open OPEN_OF = LinuxAbi.open.makeInvoker();
        private static final LinuxAbi.fcntl FCNTL_OF = LinuxAbi.fcntl.makeInvoker(LinuxAbi.C_INT);
        static final MethodHandle OPEN = link(LinuxAbi.open.address(), OPEN_OF.descriptor(), VARIADIC);
        static final MethodHandle FCNTL = link(LinuxAbi.fcntl.address(), FCNTL_OF.descriptor(), VARIADIC);

        private static MethodHandle link(MemorySegment address, FunctionDescriptor descriptor, Linker.Option... more) {
            var options = new ArrayList<>(List.of(more));
            options.add(Linker.Option.captureCallState("errno"));
            return Linker.nativeLinker().downcallHandle(address, descriptor, options.toArray(Linker.Option[]::new));
        }
    }
}
