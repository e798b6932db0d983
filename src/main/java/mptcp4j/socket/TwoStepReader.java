package mptcp4j.socket;

import static mptcp4j.socket.SocketAbi.MPTCP_SUBFLOW_ADDRS;
import static mptcp4j.socket.SocketAbi.MPTCP_TCPINFO;
import static mptcp4j.socket.SocketAbi.SOL_MPTCP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.TcpInfoCodec;

/**
 * Reads addresses and measurements one after the other, for Linux 5.16 to 6.4, which cannot give both at once: addresses
 * before and after must be the same, else again. These kernels have no identifiers either, so they are counted here, from
 * the first time that a subflow is seen; one that comes and goes between two readings is missed.
 *
 * <pre>
 * struct mptcp_subflow_data, then the elements
 *  0 u32 size_subflow_data           bytes of this header
 *  4 u32 num_subflows      in 0      all there are, even if there is room for fewer
 *  8 u32 size_kernel       in 0
 * 12 u32 size_user                   bytes of an element; the kernel sets it to what it filled of each
 * </pre>
 */
final class TwoStepReader implements SubflowReader {
    private static final int HEADER_SIZE = 16;
    private static final int ATTEMPTS = 100;

    private final int firstCapacity;
    private final SubflowDetails details;
    private final Map<SubflowAddresses, Long> ids = new LinkedHashMap<>();
    private long lastId;

    /**
     * @param firstCapacity how many subflows there is room for at first
     * @param details what the subflows are given to ask
     */
    TwoStepReader(int firstCapacity, SubflowDetails details) {
        this.firstCapacity = firstCapacity;
        this.details = details;
    }

    @Override
    public synchronized List<Subflow> read(int fd) throws LinuxException {
        long token = ConnectionReader.readInfo(fd).token();
        List<SubflowAddresses> addresses = addresses(fd);
        for (int i = 0; i < ATTEMPTS; i++) {
            List<Measurements> measured = measurements(fd);
            List<SubflowAddresses> after = addresses(fd);
            if (addresses.equals(after) && addresses.size() == measured.size()) {
                return subflows(token, addresses, measured);
            }
            addresses = after;
        }
        throw new LinuxException("read subflows", Errno.EBUSY, "they changed each time they were read");
    }

    private List<Subflow> subflows(long token, List<SubflowAddresses> addresses, List<Measurements> measured) {
        List<Subflow> open = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            if (measured.get(i).state() != TcpState.CLOSE) {
                SubflowAddresses ends = addresses.get(i);
                long id = ids.computeIfAbsent(ends, unseen -> ++lastId);
                open.add(new Subflow(id, token, ends, measured.get(i), details));
            }
        }
        // Addresses that come back are those of another subflow.
        ids.keySet().retainAll(open.stream().map(Subflow::ends).toList());
        return open;
    }

    private List<SubflowAddresses> addresses(int fd) throws LinuxException {
        Elements elements = elements(fd, "MPTCP_SUBFLOW_ADDRS", MPTCP_SUBFLOW_ADDRS, SubflowAddresses.SIZE);
        List<SubflowAddresses> all = new ArrayList<>(elements.count());
        for (int i = 0; i < elements.count(); i++) {
            all.add(SubflowAddresses.decode(elements.bytes(), HEADER_SIZE + i * elements.stride()));
        }
        return all;
    }

    private List<Measurements> measurements(int fd) throws LinuxException {
        Elements elements = elements(fd, "MPTCP_TCPINFO", MPTCP_TCPINFO, TcpInfoCodec.MAX_SIZE);
        List<Measurements> all = new ArrayList<>(elements.count());
        for (int i = 0; i < elements.count(); i++) {
            all.add(new Measurements(elements.bytes(), HEADER_SIZE + i * elements.stride(), elements.stride()));
        }
        return all;
    }

    private Elements elements(int fd, String name, int option, int size) throws LinuxException {
        int capacity = firstCapacity;
        while (true) {
            var value = ByteBuffer.allocate(HEADER_SIZE + capacity * size).order(ByteOrder.nativeOrder());
            value.putInt(0, HEADER_SIZE).putInt(12, size);
            Fd.check("getsockopt(" + name + ")", Libc.get().getsockopt(fd, SOL_MPTCP, option, value.array()));
            int count = value.getInt(4);
            if (count <= capacity) {
                return new Elements(value.array(), count, value.getInt(12));
            }
            capacity = count;
        }
    }

    /** @param stride bytes from one element to the next */
    private record Elements(byte[] bytes, int count, int stride) {}
}
