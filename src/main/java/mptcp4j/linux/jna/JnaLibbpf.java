package mptcp4j.linux.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import mptcp4j.linux.Libbpf;
import org.jspecify.annotations.Nullable;

/** Where a function returns a pointer, NULL is an error and JNA has saved errno; the others return {@code -errno}. */
final class JnaLibbpf implements Libbpf {
    /** {@code BPF_ANY}: the element may be there or not. */
    private static final long ANY = 0;

    JnaLibbpf() {
        Native.register(C.class, NativeLibrary.getInstance(SONAME));
        C.libbpf_set_print(Pointer.NULL);
    }

    @Override
    public long openObject(byte[] elf) {
        return pointer(() -> C.bpf_object__open_mem(elf, elf.length, Pointer.NULL));
    }

    @Override
    public long findProgram(long object, String name) {
        return pointer(() -> C.bpf_object__find_program_by_name(at(object), terminated(name)));
    }

    @Override
    public int setLog(long program, ByteBuffer log) {
        ByteBuffer whole = log.duplicate().clear();
        return C.bpf_program__set_log_buf(at(program), whole, whole.capacity());
    }

    @Override
    public int loadObject(long object) {
        return C.bpf_object__load(at(object));
    }

    @Override
    public int findMap(long object, String name) {
        return C.bpf_object__find_map_fd_by_name(at(object), terminated(name));
    }

    @Override
    public long attachIterator(long program) {
        return pointer(() -> C.bpf_program__attach_iter(at(program), Pointer.NULL));
    }

    @Override
    public int linkDescriptor(long link) {
        return C.bpf_link__fd(at(link));
    }

    @Override
    public int createIterator(int linkDescriptor) {
        return C.bpf_iter_create(linkDescriptor);
    }

    @Override
    public int updateElement(int map, byte[] key, byte[] value) {
        return C.bpf_map_update_elem(map, key, value, ANY);
    }

    @Override
    public int lookupElement(int map, byte[] key, byte[] value) {
        return C.bpf_map_lookup_elem(map, key, value);
    }

    @Override
    public int destroyLink(long link) {
        return C.bpf_link__destroy(at(link));
    }

    @Override
    public void closeObject(long object) {
        C.bpf_object__close(at(object));
    }

    private static Pointer at(long address) {
        return new Pointer(address);
    }

    private static byte[] terminated(String name) {
        return (name + '\0').getBytes(StandardCharsets.UTF_8);
    }

    private static long pointer(Supplier<@Nullable Pointer> function) {
        Pointer result = function.get();
        return result == null ? -Native.getLastError() : Pointer.nativeValue(result);
    }

    /** The C prototypes. */
    private static final class C {
        static native @Nullable Pointer libbpf_set_print(@Nullable Pointer function);

        static native @Nullable Pointer bpf_object__open_mem(byte[] elf, long size, @Nullable Pointer options);

        static native int bpf_object__load(Pointer object);

        static native void bpf_object__close(Pointer object);

        static native int bpf_object__find_map_fd_by_name(Pointer object, byte[] name);

        static native @Nullable Pointer bpf_object__find_program_by_name(Pointer object, byte[] name);

        static native int bpf_program__set_log_buf(Pointer program, ByteBuffer buffer, long size);

        static native @Nullable Pointer bpf_program__attach_iter(Pointer program, @Nullable Pointer options);

        static native int bpf_link__fd(Pointer link);

        static native int bpf_link__destroy(Pointer link);

        static native int bpf_iter_create(int link);

        static native int bpf_map_update_elem(int map, byte[] key, byte[] value, long flags);

        static native int bpf_map_lookup_elem(int map, byte[] key, byte[] value);
    }
}
