package mptcp4j.socket;

import static mptcp4j.linux.Abi.IPPROTO_MPTCP;
import static mptcp4j.linux.Abi.IPPROTO_TCP;
import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.linux.Abi.SO_PROTOCOL;
import static mptcp4j.socket.SocketAbi.MPTCP_INFO;
import static mptcp4j.socket.SocketAbi.SOL_MPTCP;
import static mptcp4j.socket.SocketAbi.TCP_IS_MPTCP;

import java.nio.ByteBuffer;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.MptcpInfoCodec;

/** What a descriptor tells of its connection: socket options, so without privilege. */
final class ConnectionReader {
    static final KernelOption IS_MPTCP = KernelOption.ofInt("TCP_IS_MPTCP", IPPROTO_TCP, TCP_IS_MPTCP);
    private static final KernelOption PROTOCOL = KernelOption.ofInt("SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);
    private static final String NEEDS_5_16 = "this kernel is too old to tell: needs Linux 5.16";
    private static final int USUAL_SUBFLOWS = 8;

    private final SubflowReader atOnce;
    private final SubflowReader inTwoSteps;

    /** @param details what the subflows are given to ask */
    ConnectionReader(SubflowDetails details) {
        this.atOnce = new FullInfoReader(USUAL_SUBFLOWS, details);
        this.inTwoSteps = new TwoStepReader(USUAL_SUBFLOWS, details);
    }

    /** @throws LinuxException EOPNOTSUPP before Linux 5.16, which does not tell an MPTCP socket whether it fell back */
    static ConnectionStatus status(int fd) throws LinuxException {
        if (PROTOCOL.readInt(fd) != IPPROTO_MPTCP) {
            return ConnectionStatus.PLAIN_TCP;
        }
        return isMultipath(fd) ? ConnectionStatus.MULTIPATH : ConnectionStatus.FALLBACK;
    }

    /** @throws LinuxException EOPNOTSUPP if the connection is not multipath, or the kernel older than 5.16 */
    static MptcpInfo info(int fd) throws LinuxException {
        return multipath(fd, "MPTCP_INFO", ConnectionReader::readInfo);
    }

    /** @throws LinuxException EOPNOTSUPP if the connection is not multipath, or the kernel older than 5.16 */
    List<Subflow> subflows(int fd) throws LinuxException {
        return multipath(fd, "subflows", socket -> eitherWay(atOnce::read, inTwoSteps::read, socket));
    }

    private static <T> T eitherWay(ConnectionDescriptor.Call<T> first, ConnectionDescriptor.Call<T> second, int fd)
            throws LinuxException {
        try {
            return first.on(fd);
        } catch (LinuxException e) {
            if (KernelOption.isUnknown(e.errno())) {
                return second.on(fd);
            }
            throw e;
        }
    }

    static MptcpInfo readInfo(int fd) throws LinuxException {
        byte[] value = new byte[MptcpInfoCodec.BUFFER_SIZE];
        int length = Fd.check("getsockopt(MPTCP_INFO)", Libc.get().getsockopt(fd, SOL_MPTCP, MPTCP_INFO, value));
        return MptcpInfoCodec.decode(ByteBuffer.wrap(value, 0, length));
    }

    /** Adds to "no such option" why: a connection that has no subflows, or a kernel that does not tell of them. */
    private static <T> T multipath(int fd, String operation, ConnectionDescriptor.Call<T> call) throws LinuxException {
        try {
            return call.on(fd);
        } catch (LinuxException e) {
            if (!KernelOption.isUnknown(e.errno())) {
                throw e;
            }
            String reason = switch (status(fd)) {
                case MULTIPATH -> NEEDS_5_16;
                case FALLBACK -> "not multipath: the connection fell back to plain TCP";
                case PLAIN_TCP -> "not multipath: the socket is a plain TCP one";
            };
            throw new LinuxException(operation, Errno.EOPNOTSUPP, reason);
        }
    }

    private static boolean isMultipath(int fd) throws LinuxException {
        try {
            return IS_MPTCP.readInt(fd) == 1;
        } catch (LinuxException e) {
            if (KernelOption.isUnknown(e.errno())) {
                return answersInfo(fd);
            }
            throw e;
        }
    }

    /** Before Linux 6.10: a socket that fell back passes options of MPTCP on to its TCP socket, which has none. */
    static boolean answersInfo(int fd) throws LinuxException {
        try {
            return !readInfo(fd).fallback();
        } catch (LinuxException e) {
            if (!KernelOption.isUnknown(e.errno())) {
                throw e;
            }
            if (!KernelRelease.running().isAtLeast(5, 16)) {
                throw new LinuxException("status", Errno.EOPNOTSUPP, NEEDS_5_16);
            }
            return false;
        }
    }
}
