package mptcp4j.linux.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import mptcp4j.linux.Libbpf;

/** The functions of libbpf, under their names in capitals: a test compares them with jextract's. */
final class Bpf {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup(Libbpf.SONAME, Arena.global());

    static final MethodHandle LIBBPF_SET_PRINT = link("libbpf_set_print", ADDRESS, ADDRESS);
    static final MethodHandle BPF_OBJECT__OPEN_MEM = link("bpf_object__open_mem", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    static final MethodHandle BPF_OBJECT__LOAD = link("bpf_object__load", JAVA_INT, ADDRESS);
    static final MethodHandle BPF_OBJECT__CLOSE = link("bpf_object__close", FunctionDescriptor.ofVoid(ADDRESS));
    static final MethodHandle BPF_OBJECT__FIND_MAP_FD_BY_NAME =
            link("bpf_object__find_map_fd_by_name", JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle BPF_OBJECT__FIND_PROGRAM_BY_NAME =
            link("bpf_object__find_program_by_name", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle BPF_PROGRAM__SET_LOG_BUF =
            link("bpf_program__set_log_buf", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    static final MethodHandle BPF_PROGRAM__ATTACH_ITER = link("bpf_program__attach_iter", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle BPF_LINK__FD = link("bpf_link__fd", JAVA_INT, ADDRESS);
    static final MethodHandle BPF_LINK__DESTROY = link("bpf_link__destroy", JAVA_INT, ADDRESS);
    static final MethodHandle BPF_ITER_CREATE = link("bpf_iter_create", JAVA_INT, JAVA_INT);
    static final MethodHandle BPF_MAP_UPDATE_ELEM =
            link("bpf_map_update_elem", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    static final MethodHandle BPF_MAP_LOOKUP_ELEM = link("bpf_map_lookup_elem", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    private Bpf() {}

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... parameters) {
        return link(name, FunctionDescriptor.of(result, parameters));
    }

    private static MethodHandle link(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(SYMBOLS.find(name).orElseThrow(() -> missing(name)), descriptor, ERRNO);
    }

    private static UnsatisfiedLinkError missing(String name) {
        return new UnsatisfiedLinkError(Libbpf.SONAME + " has no " + name);
    }
}
