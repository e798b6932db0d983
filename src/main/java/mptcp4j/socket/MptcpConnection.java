package mptcp4j.socket;

import static mptcp4j.linux.Abi.IPPROTO_MPTCP;
import static mptcp4j.linux.Abi.IPPROTO_TCP;
import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.linux.Abi.SO_PROTOCOL;
import static mptcp4j.socket.SocketAbi.MPTCP_INFO;
import static mptcp4j.socket.SocketAbi.SOL_MPTCP;
import static mptcp4j.socket.SocketAbi.TCP_IS_MPTCP;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.MptcpInfoCodec;

/**
 * What the kernel tells about one connection, connected or accepted. A view of a socket that stays its user's: there is
 * nothing to close, and once the socket is closed every method throws {@link java.nio.channels.ClosedChannelException}.
 * Needs no privilege. Thread-safe.
 */
public final class MptcpConnection {
    private static final KernelOption PROTOCOL = KernelOption.ofInt("SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);
    static final KernelOption IS_MPTCP = KernelOption.ofInt("TCP_IS_MPTCP", IPPROTO_TCP, TCP_IS_MPTCP);
    private static final String NEEDS_5_16 = "this kernel is too old to tell: needs Linux 5.16";
    private static final int USUAL_SUBFLOWS = 8;

    private final ConnectionDescriptor descriptor;
    private final SubflowReader atOnce = new FullInfoReader(USUAL_SUBFLOWS);
    private final SubflowReader inTwoSteps = new TwoStepReader(USUAL_SUBFLOWS);

    private MptcpConnection(ConnectionDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Returns the connection of a channel.
     *
     * @throws NotYetConnectedException if it is not connected
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws LinuxException with ENOTCONN if the peer has reset it
     * @throws IllegalArgumentException if no descriptor of this process belongs to it
     */
    public static MptcpConnection of(SocketChannel channel) throws IOException {
        return new MptcpConnection(ConnectionDescriptor.find(ConnectedSocket.of(channel)));
    }

    /** {@link #of(SocketChannel)} for a socket; for a TLS one over another, the connection that carries it. */
    public static MptcpConnection of(Socket socket) throws IOException {
        return new MptcpConnection(ConnectionDescriptor.find(ConnectedSocket.of(socket)));
    }

    /** {@link #of(SocketChannel)} for an asynchronous channel. */
    public static MptcpConnection of(AsynchronousSocketChannel channel) throws IOException {
        return new MptcpConnection(ConnectionDescriptor.find(ConnectedSocket.of(channel)));
    }

    /**
     * Returns what the connection is now. It may fall back while no data has been acknowledged on a second subflow.
     *
     * @throws LinuxException EOPNOTSUPP before Linux 5.16, which does not tell an MPTCP socket whether it fell back
     */
    public ConnectionStatus status() throws IOException {
        return ask(MptcpConnection::status);
    }

    /**
     * Returns the number that names the connection in its network namespace, from 0 to 2<sup>32</sup> - 1. The peer's
     * end has another. {@code ss} prints it as hexadecimal, {@code ip mptcp monitor} as eight hexadecimal digits.
     *
     * @throws LinuxException as {@link #info}
     */
    public long token() throws IOException {
        return info().token();
    }

    /**
     * Returns a snapshot of the connection as a whole. Linux 5.16 or later.
     *
     * @throws LinuxException EOPNOTSUPP "not multipath" on a connection that is plain TCP, and where the kernel is too old
     */
    public MptcpInfo info() throws IOException {
        return ask(fd -> multipath(fd, "MPTCP_INFO", MptcpConnection::readInfo));
    }

    /**
     * Returns the subflows that are not closed, oldest first. One moment in time since Linux 6.5; from 5.16 to 6.4 the
     * measurements are a little older than the addresses, and ids count the subflows that this object has seen.
     *
     * @throws LinuxException as {@link #info}
     */
    public List<Subflow> subflows() throws IOException {
        return ask(fd -> multipath(fd, "subflows", this::readSubflows));
    }

    /** Makes a call on its descriptor. */
    <T> T ask(ConnectionDescriptor.Call<T> call) throws IOException {
        return descriptor.call(call);
    }

    private List<Subflow> readSubflows(int fd) throws LinuxException {
        try {
            return atOnce.read(fd);
        } catch (LinuxException e) {
            if (KernelOption.isUnknown(e.errno())) {
                return inTwoSteps.read(fd);
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

    private static ConnectionStatus status(int fd) throws LinuxException {
        if (PROTOCOL.readInt(fd) != IPPROTO_MPTCP) {
            return ConnectionStatus.PLAIN_TCP;
        }
        return isMultipath(fd) ? ConnectionStatus.MULTIPATH : ConnectionStatus.FALLBACK;
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
