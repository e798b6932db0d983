package mptcp4j.linux.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the calls of one thread, one after the other: what a call takes is free again after it, so that nothing is
 * allocated. What does not fit gets memory of its own for the time of the call.
 */
final class Frame implements SegmentAllocator {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final long SIZE = 4096;
    private static final long ALIGNMENT = 16;

    private final MemorySegment all = Arena.ofAuto().allocate(SIZE, ALIGNMENT);
    private final MemorySegment state = Arena.ofAuto().allocate(STATE);
    private long used;
    private @Nullable Arena large;

    @Override
    public MemorySegment allocate(long size, long alignment) {
        long start = used + alignment - 1 & -alignment;
        if (alignment > ALIGNMENT || size > SIZE - start) {
            return large().allocate(size, alignment);
        }
        used = start + size;
        return all.asSlice(start, size);
    }

    /** Returns where a call leaves errno. */
    MemorySegment state() {
        return state;
    }

    /** Returns what the last call that failed left. */
    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    /** Ends a call. */
    void release() {
        used = 0;
        if (large != null) {
            large.close();
            large = null;
        }
    }

    private Arena large() {
        Arena arena = large == null ? Arena.ofConfined() : large;
        large = arena;
        return arena;
    }
}
