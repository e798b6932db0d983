package mptcp4j.linux.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import mptcp4j.linux.Libbpf;

/** Where a function returns a pointer, NULL is an error and errno is kept by the downcall; the others return {@code -errno}. */
final class FfmLibbpf implements Libbpf {
    /** {@code BPF_ANY}: the element may be there or not. */
    private static final long ANY = 0;

    private final ThreadLocal<Frame> frames = ThreadLocal.withInitial(Frame::new);

    FfmLibbpf() {
        pointer((frame, state) -> (MemorySegment) Bpf.LIBBPF_SET_PRINT.invokeExact(state, MemorySegment.NULL));
    }

    @Override
    public long openObject(byte[] elf) {
        return pointer((frame, state) -> (MemorySegment)
                Bpf.BPF_OBJECT__OPEN_MEM.invokeExact(state, copy(frame, elf), (long) elf.length, MemorySegment.NULL));
    }

    @Override
    public long findProgram(long object, String name) {
        return pointer((frame, state) -> (MemorySegment)
                Bpf.BPF_OBJECT__FIND_PROGRAM_BY_NAME.invokeExact(state, at(object), frame.allocateFrom(name)));
    }

    @Override
    public int setLog(long program, ByteBuffer log) {
        MemorySegment memory = MemorySegment.ofBuffer(log.duplicate().clear());
        return number((frame, state) ->
                (int) Bpf.BPF_PROGRAM__SET_LOG_BUF.invokeExact(state, at(program), memory, memory.byteSize()));
    }

    @Override
    public int loadObject(long object) {
        return number((frame, state) -> (int) Bpf.BPF_OBJECT__LOAD.invokeExact(state, at(object)));
    }

    @Override
    public int findMap(long object, String name) {
        return number((frame, state) ->
                (int) Bpf.BPF_OBJECT__FIND_MAP_FD_BY_NAME.invokeExact(state, at(object), frame.allocateFrom(name)));
    }

    @Override
    public long attachIterator(long program) {
        return pointer((frame, state) ->
                (MemorySegment) Bpf.BPF_PROGRAM__ATTACH_ITER.invokeExact(state, at(program), MemorySegment.NULL));
    }

    @Override
    public int linkDescriptor(long link) {
        return number((frame, state) -> (int) Bpf.BPF_LINK__FD.invokeExact(state, at(link)));
    }

    @Override
    public int createIterator(int linkDescriptor) {
        return number((frame, state) -> (int) Bpf.BPF_ITER_CREATE.invokeExact(state, linkDescriptor));
    }

    @Override
    public int updateElement(int map, byte[] key, byte[] value) {
        return number((frame, state) ->
                (int) Bpf.BPF_MAP_UPDATE_ELEM.invokeExact(state, map, copy(frame, key), copy(frame, value), ANY));
    }

    @Override
    public int lookupElement(int map, byte[] key, byte[] value) {
        return number((frame, state) -> {
            MemorySegment memory = copy(frame, value);
            int result = (int) Bpf.BPF_MAP_LOOKUP_ELEM.invokeExact(state, map, copy(frame, key), memory);
            MemorySegment.copy(memory, JAVA_BYTE, 0, value, 0, value.length);
            return result;
        });
    }

    @Override
    public int destroyLink(long link) {
        return number((frame, state) -> (int) Bpf.BPF_LINK__DESTROY.invokeExact(state, at(link)));
    }

    @Override
    public void closeObject(long object) {
        number((frame, state) -> {
            Bpf.BPF_OBJECT__CLOSE.invokeExact(state, at(object));
            return 0;
        });
    }

    private static MemorySegment at(long address) {
        return MemorySegment.ofAddress(address);
    }

    private static MemorySegment copy(Frame frame, byte[] bytes) {
        return frame.allocateFrom(JAVA_BYTE, bytes);
    }

    private long pointer(Call<MemorySegment> function) {
        return call((frame, state) -> {
            long address = function.invoke(frame, state).address();
            return address == 0 ? -frame.errno() : address;
        });
    }

    private int number(Call<Integer> function) {
        return call(function);
    }

    private <T> T call(Call<T> function) {
        Frame frame = frames.get();
        try {
            return function.invoke(frame, frame.state());
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
    private interface Call<T> {
        T invoke(Frame frame, MemorySegment state) throws Throwable;
    }
}
