package mptcp4j.socket;

import static mptcp4j.socket.SocketAbi.MPTCP_FULL_INFO;
import static mptcp4j.socket.SocketAbi.SOL_MPTCP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.LinuxException;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;
import mptcp4j.linux.Fd;
import mptcp4j.linux.KernelStruct;
import mptcp4j.linux.Libc;
import mptcp4j.linux.TcpInfoCodec;

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
 * 40 mptcp_info, left out here
 * </pre>
 */
final class FullInfoReader implements SubflowReader {
    private static final int HEADER_SIZE = 40;
    private static final int SUBFLOW_INFO_SIZE = 8 + SubflowAddresses.SIZE;

    private final int firstCapacity;
    private final SubflowDetails details;

    /**
     * @param firstCapacity how many subflows there is room for at first
     * @param details what the subflows are given to ask
     */
    FullInfoReader(int firstCapacity, SubflowDetails details) {
        this.firstCapacity = firstCapacity;
        this.details = details;
    }

    @Override
    public List<Subflow> read(int fd) throws LinuxException {
        int capacity = firstCapacity;
        while (true) {
            var header = ByteBuffer.allocate(HEADER_SIZE).order(ByteOrder.nativeOrder());
            header.putInt(4, TcpInfoCodec.MAX_SIZE)
                    .putInt(12, SUBFLOW_INFO_SIZE)
                    .putInt(20, capacity);
            byte[] infos = new byte[capacity * SUBFLOW_INFO_SIZE];
            byte[] tcpInfos = new byte[capacity * TcpInfoCodec.MAX_SIZE];
            Libc.Pointer[] pointers = {new Libc.Pointer(24, infos), new Libc.Pointer(32, tcpInfos)};
            int result = Libc.get().getsockopt(fd, SOL_MPTCP, MPTCP_FULL_INFO, header.array(), pointers);
            Fd.check("getsockopt(MPTCP_FULL_INFO)", result);
            int count = header.getInt(16);
            if (count <= capacity) {
                return decode(count, infos, header.getInt(12), tcpInfos, header.getInt(4));
            }
            capacity = count;
        }
    }

    private List<Subflow> decode(int count, byte[] infos, int infoStride, byte[] tcpInfos, int tcpStride)
            throws LinuxException {
        List<Subflow> subflows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            TcpInfo tcpInfo = TcpInfoCodec.decode(ByteBuffer.wrap(tcpInfos, i * tcpStride, tcpStride));
            if (tcpInfo.state() != TcpState.CLOSE) {
                var info = new KernelStruct(
                        "MPTCP_FULL_INFO", SUBFLOW_INFO_SIZE, ByteBuffer.wrap(infos, i * infoStride, infoStride));
                var addresses = SubflowAddresses.decode(infos, i * infoStride + 8);
                subflows.add(new Subflow(info.u32(0), addresses.local(), addresses.remote(), tcpInfo, details));
            }
        }
        return List.copyOf(subflows);
    }
}
