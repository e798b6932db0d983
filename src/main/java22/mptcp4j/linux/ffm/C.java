package mptcp4j.linux.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C functions. Each is linked when it is first called: that takes milliseconds, and a short command calls few. So
 * the descriptors are not jextract's, whose classes link a handle of their own; a test compares them with those.
 */
final class C {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private C() {}

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... parameters) {
        return link(name, FunctionDescriptor.of(result, parameters), ERRNO);
    }

    /** Of a function with {@code ...} after the second parameter. */
    private static MethodHandle linkVariadic(String name, MemoryLayout result, MemoryLayout... parameters) {
        return link(name, FunctionDescriptor.of(result, parameters), ERRNO, Linker.Option.firstVariadicArg(2));
    }

    private static MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), descriptor, options);
    }

    static final class Socket {
        static final MethodHandle HANDLE = link("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    static final class Close {
        static final MethodHandle HANDLE = link("close", JAVA_INT, JAVA_INT);
    }

    static final class Dup3 {
        static final MethodHandle HANDLE = link("dup3", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    static final class Fcntl {
        static final MethodHandle HANDLE = linkVariadic("fcntl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    static final class Open {
        static final MethodHandle HANDLE = linkVariadic("open", JAVA_INT, ADDRESS, JAVA_INT);
    }

    static final class Bind {
        static final MethodHandle HANDLE = link("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    }

    static final class Connect {
        static final MethodHandle HANDLE = link("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    }

    static final class Getsockname {
        static final MethodHandle HANDLE = link("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    }

    static final class Getpeername {
        static final MethodHandle HANDLE = link("getpeername", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    }

    static final class Getsockopt {
        static final MethodHandle HANDLE = link("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    }

    static final class Setsockopt {
        static final MethodHandle HANDLE =
                link("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    }

    static final class Send {
        static final MethodHandle HANDLE = link("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    }

    static final class Recv {
        static final MethodHandle HANDLE = link("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    }

    static final class Read {
        static final MethodHandle HANDLE = link("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    }

    static final class Write {
        static final MethodHandle HANDLE = link("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    }

    static final class Eventfd {
        static final MethodHandle HANDLE = link("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    }

    static final class Poll {
        static final MethodHandle HANDLE = link("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    }

    static final class Unshare {
        static final MethodHandle HANDLE = link("unshare", JAVA_INT, JAVA_INT);
    }

    static final class Setns {
        static final MethodHandle HANDLE = link("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    }
}
