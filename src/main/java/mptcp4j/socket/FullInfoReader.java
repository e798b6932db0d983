package mptcp4j.socket;

import static mptcp4j.socket.SocketAbi.MPTCP_FULL_INFO;
import static mptcp4j.socket.SocketAbi.SOL_MPTCP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.LinuxException;
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
 * 40 mptcp_info, here up to the token, and no more than once
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
    /** Of the connection, 0 before it is told: it stays the same, and to be told it again takes the kernel a quarter as long as the rest. */
    private long token;

    private @Nullable ByteBuffer memory;
    /** The infos that the kernel wrote, for as long as they are read: an array is what decoders read fastest. */
    private byte[] infos = {};

    /**
     * @param capacity how many subflows there is room for at first
     * @param details what the subflows are given to ask
     */
    FullInfoReader(int capacity, SubflowDetails details) {
        this.capacity = capacity;
        this.details = details;
    }

    @Override
    public synchronized List<Subflow> read(int fd) throws LinuxException {
        Filled filled = fill(fd);
        List<Subflow> subflows = new ArrayList<>(filled.count);
        for (int i = 0; i < filled.count; i++) {
            Measurements measured = filled.measured(i);
            if (measured.state() != TcpState.CLOSE) {
                subflows.add(new Subflow(filled.id(i), token, filled.ends(i), measured, details));
            }
        }
        return List.copyOf(subflows);
    }

    private Filled fill(int fd) throws LinuxException {
        while (true) {
            ByteBuffer full = prepared();
            int size = token == 0 ? VALUE_SIZE : HEADER_SIZE;
            int result = Libc.get().getsockopt(fd, SOL_MPTCP, MPTCP_FULL_INFO, full, size);
            Fd.check("getsockopt(MPTCP_FULL_INFO)", result);
            if (token == 0) {
                token = Integer.toUnsignedLong(full.getInt(HEADER_SIZE + TOKEN));
            }
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
            infos = new byte[capacity * SUBFLOW_INFO_SIZE];
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

    /** What the kernel wrote. The infos are good until the next reading. */
    private final class Filled {
        private final int count;
        private final int infoStride;
        private final int tcpStride;
        /** The subflows keep it. */
        private final byte[] measured;

        Filled(int count, ByteBuffer full) {
            this.count = count;
            infoStride = full.getInt(12);
            tcpStride = full.getInt(4);
            full.get(VALUE_SIZE, infos, 0, count * infoStride);
            measured = new byte[count * tcpStride];
            full.get(tcpInfos(), measured);
        }

        long id(int i) throws LinuxException {
            return new KernelStruct("MPTCP_FULL_INFO", SUBFLOW_INFO_SIZE, infos, i * infoStride, infoStride).u32(0);
        }

        SubflowAddresses ends(int i) throws LinuxException {
            return ends.at(i, infos, i * infoStride + 8);
        }

        Measurements measured(int i) throws LinuxException {
            return new Measurements(measured, i * tcpStride, tcpStride);
        }
    }
}
