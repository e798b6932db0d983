package mptcp4j.socket;

import static mptcp4j.socket.SocketAbi.MPTCP_FULL_INFO;
import static mptcp4j.socket.SocketAbi.SOL_MPTCP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mptcp4j.LinuxException;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;
import mptcp4j.linux.Fd;
import mptcp4j.linux.KernelStruct;
import mptcp4j.linux.Libc;
import mptcp4j.linux.TcpInfoCodec;
import org.jspecify.annotations.Nullable;

/**
 * Reads all in one call under the lock of the socket ({@code MPTCP_FULL_INFO}, Linux 6.5): one moment, no gaps.
 *
 * <pre>
 * struct mptcp_full_info               struct mptcp_subflow_info, 264 bytes
 *  0 u32 size_tcpinfo_kernel   in 0     0 u32 id
 *  4 u32 size_tcpinfo_user              8 mptcp_subflow_addrs
 *  8 u32 size_sfinfo_kernel    in 0
 * 12 u32 size_sfinfo_user              The kernel sets the user sizes to what it filled of each
 * 16 u32 num_subflows          in 0    element, which is how far apart elements are.
 * 20 u32 size_arrays_user
 * 24 u64 subflow_info, a pointer
 * 32 u64 tcp_info, a pointer
 * 40 mptcp_info, here up to the token
 * </pre>
 */
final class FullInfoReader implements SubflowReader {
    private static final int HEADER_SIZE = 40;
    private static final int TOKEN = 12;
    private static final int VALUE_SIZE = HEADER_SIZE + TOKEN + Integer.BYTES;
    private static final int SUBFLOW_INFO_SIZE = 8 + SubflowAddresses.SIZE;

    private final SubflowDetails details;
    private final RememberedEnds ends = new RememberedEnds();
    private int capacity;
    private @Nullable ByteBuffer memory;
    /** What the kernel wrote: an array is what decoders read fastest. */
    private byte[] copy = {};

    /**
     * @param capacity how many subflows there is room for at first
     * @param details what the subflows are given to ask
     */
    FullInfoReader(int capacity, SubflowDetails details) {
        this.capacity = capacity;
        this.details = details;
    }

    @Override
    public synchronized SubflowSnapshot read(int fd) throws LinuxException {
        Filled filled = fill(fd);
        List<Subflow> subflows = new ArrayList<>(filled.count);
        for (int i = 0; i < filled.count; i++) {
            if (filled.isOpen(i)) {
                SubflowAddresses ends = filled.ends(i);
                subflows.add(new Subflow(
                        filled.id(i), filled.token, ends.local(), ends.remote(), filled.tcpInfo(i), details));
            }
        }
        return new SubflowSnapshot(filled.token, subflows);
    }

    @Override
    public synchronized SubflowPlaces places(int fd) throws LinuxException {
        Filled filled = fill(fd);
        Map<Long, SubflowAddresses> byId = new HashMap<>();
        for (int i = 0; i < filled.count; i++) {
            if (filled.isOpen(i)) {
                byId.put(filled.id(i), filled.ends(i));
            }
        }
        return new SubflowPlaces(filled.token, byId);
    }

    private Filled fill(int fd) throws LinuxException {
        while (true) {
            ByteBuffer full = prepared();
            int result = Libc.get().getsockopt(fd, SOL_MPTCP, MPTCP_FULL_INFO, full, VALUE_SIZE);
            Fd.check("getsockopt(MPTCP_FULL_INFO)", result);
            int count = full.getInt(16);
            if (count <= capacity) {
                return new Filled(count, full);
            }
            capacity = count;
            memory = null;
        }
    }

    /** Returns memory for all: the value, then the infos, then the TCP infos. It is good for many readings. */
    private ByteBuffer prepared() {
        if (memory == null) {
            memory = ByteBuffer.allocateDirect(VALUE_SIZE + capacity * (SUBFLOW_INFO_SIZE + TcpInfoCodec.MAX_SIZE))
                    .order(ByteOrder.nativeOrder());
            copy = new byte[memory.capacity()];
            long start = Libc.get().address(memory);
            memory.putLong(24, start + VALUE_SIZE).putLong(32, start + tcpInfos());
        }
        return memory.putInt(0, 0)
                .putInt(4, TcpInfoCodec.MAX_SIZE)
                .putInt(8, 0)
                .putInt(12, SUBFLOW_INFO_SIZE)
                .putInt(16, 0)
                .putInt(20, capacity);
    }

    private int tcpInfos() {
        return VALUE_SIZE + capacity * SUBFLOW_INFO_SIZE;
    }

    /** What the kernel wrote, good until the next reading. */
    private final class Filled {
        private final int count;
        private final long token;
        private final int infoStride;
        private final int tcpStride;

        Filled(int count, ByteBuffer full) {
            this.count = count;
            token = Integer.toUnsignedLong(full.getInt(HEADER_SIZE + TOKEN));
            infoStride = full.getInt(12);
            tcpStride = full.getInt(4);
            full.get(VALUE_SIZE, copy, VALUE_SIZE, count * infoStride);
            full.get(tcpInfos(), copy, tcpInfos(), count * tcpStride);
        }

        boolean isOpen(int i) {
            return TcpInfoCodec.state(copy, tcpInfoAt(i)) != TcpState.CLOSE;
        }

        long id(int i) throws LinuxException {
            return new KernelStruct("MPTCP_FULL_INFO", SUBFLOW_INFO_SIZE, copy, infoAt(i), infoStride).u32(0);
        }

        SubflowAddresses ends(int i) throws LinuxException {
            return ends.at(i, copy, infoAt(i) + 8);
        }

        TcpInfo tcpInfo(int i) throws LinuxException {
            return TcpInfoCodec.decode(copy, tcpInfoAt(i), tcpStride);
        }

        private int infoAt(int i) {
            return VALUE_SIZE + i * infoStride;
        }

        private int tcpInfoAt(int i) {
            return tcpInfos() + i * tcpStride;
        }
    }
}
