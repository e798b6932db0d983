package mptcp4j.diag;

import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.AF_INET6;
import static mptcp4j.linux.Abi.IPPROTO_MPTCP;
import static mptcp4j.linux.Abi.IPPROTO_TCP;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import mptcp4j.TcpState;
import mptcp4j.linux.IpAddress;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;

/**
 * The codec of what is asked, and of the header that each answer begins with ({@code include/uapi/linux/inet_diag.h}).
 *
 * <pre>
 * inet_diag_req_v2        inet_diag_msg            inet_diag_sockid
 *  0 u8  family            0 u8  family             0 be16 source port
 *  1 u8  protocol          1 u8  state              2 be16 destination port
 *  2 u8  extensions        2 u8  timer              4      source, 16 bytes
 *  3 u8  padding           3 u8  retransmits       20      destination, 16 bytes
 *  4 u32 states            4 sockid                36 u32  interface
 *  8 sockid               52 u32 expires           40 u32  cookie, lower half
 *                         56 u32 receive queue     44 u32  cookie, upper half
 *                         60 u32 send queue
 *                         64 u32 uid
 *                         68 u32 inode
 * </pre>
 *
 * A message is read in place: an instance is good only until the next message.
 */
final class InetDiag {
    static final int HEADER_SIZE = 72;
    static final int INFO = 2;
    static final int MARK = 15;
    static final int ULP_INFO = 19;
    static final int CGROUP_ID = 21;

    /** States of sockets that belong to a connection. Those of TIME_WAIT have no attributes, so nobody can tell whose they are. */
    static final int CONNECTED = states(
            TcpState.ESTABLISHED,
            TcpState.SYN_SENT,
            TcpState.SYN_RECV,
            TcpState.FIN_WAIT1,
            TcpState.FIN_WAIT2,
            TcpState.CLOSE_WAIT,
            TcpState.LAST_ACK,
            TcpState.CLOSE,
            TcpState.CLOSING);

    static final int LISTENING = states(TcpState.LISTEN);

    private static final int REQUEST_SIZE = 56;
    private static final int STATES = 4;
    private static final int REQUEST_ID = 8;
    private static final int NOCOOKIE = 0xffffffff;
    private static final int REQ_PROTOCOL = 3;

    private static final int STATE = 1;
    private static final int ID = 4;
    private static final int RECEIVE_QUEUE = 56;
    private static final int SEND_QUEUE = 60;
    private static final int UID = 64;
    private static final int INODE = 68;

    private static final int SOURCE_PORT = 0;
    private static final int DESTINATION_PORT = 2;
    private static final int SOURCE = 4;
    private static final int DESTINATION = 20;
    private static final int INTERFACE = 36;
    private static final int COOKIE = 40;

    private final ByteBuffer in;

    private InetDiag(ByteBuffer in) {
        this.in = in;
    }

    /** Asks for the MPTCP sockets in some states. */
    static byte[] mptcp(int family, int states) {
        return mptcp(request(family, 0, states, NOCOOKIE, NOCOOKIE));
    }

    /** Asks for one by its token, whatever its family is. */
    static byte[] mptcp(long token) {
        return mptcp(request(AF_INET, 0, 0, (int) token, 0));
    }

    /** Asks for the connected TCP sockets. What else a kernel tells of a subflow comes only together with {@code tcp_info}. */
    static byte[] tcp(int family) {
        return request(family, IPPROTO_TCP, CONNECTED, NOCOOKIE, NOCOOKIE);
    }

    /** The protocol of 8 bits does not matter; with 0, a kernel that does not know the attribute finds nothing to tell about. */
    private static byte[] mptcp(byte[] request) {
        return new AttributeWriter()
                .raw(request)
                .u32(REQ_PROTOCOL, IPPROTO_MPTCP)
                .toBytes();
    }

    private static byte[] request(int family, int protocol, int states, int cookie, int upper) {
        byte[] request = new byte[REQUEST_SIZE];
        var out = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
        out.put((byte) family).put((byte) protocol).put((byte) (1 << (INFO - 1)));
        out.putInt(STATES, states);
        out.putInt(REQUEST_ID + COOKIE, cookie).putInt(REQUEST_ID + COOKIE + Integer.BYTES, upper);
        return request;
    }

    private static int states(TcpState... wanted) {
        List<TcpState> all = List.of(wanted);
        int bits = 0;
        for (int number = 0; number < Integer.SIZE; number++) {
            bits |= all.contains(TcpState.of(number)) ? 1 << number : 0;
        }
        return bits;
    }

    /** @throws MalformedException if the message is cut short, or of a family that was not asked for */
    static InetDiag of(MessageReader message) throws MalformedException {
        int family = message.u8(0);
        message.u32(INODE);
        if (family != AF_INET && family != AF_INET6) {
            throw new MalformedException("a socket of family " + family);
        }
        return new InetDiag(message.payload());
    }

    TcpState state() {
        return TcpState.of(in.get(STATE));
    }

    InetSocketAddress local() {
        return new InetSocketAddress(address(ID + SOURCE), port(ID + SOURCE_PORT));
    }

    InetSocketAddress remote() {
        return new InetSocketAddress(address(ID + DESTINATION), port(ID + DESTINATION_PORT));
    }

    int interfaceIndex() {
        return in.getInt(ID + INTERFACE);
    }

    long cookie() {
        return u32(ID + COOKIE) | u32(ID + COOKIE + Integer.BYTES) << Integer.SIZE;
    }

    long receiveQueue() {
        return u32(RECEIVE_QUEUE);
    }

    long sendQueue() {
        return u32(SEND_QUEUE);
    }

    long uid() {
        return u32(UID);
    }

    long inode() {
        return u32(INODE);
    }

    private long u32(int offset) {
        return Integer.toUnsignedLong(in.getInt(offset));
    }

    private int port(int offset) {
        return (in.get(offset) & 0xff) << Byte.SIZE | (in.get(offset + 1) & 0xff);
    }

    private InetAddress address(int offset) {
        byte[] bytes = new byte[in.get(0) == AF_INET ? 4 : 16];
        in.get(offset, bytes);
        InetAddress address = IpAddress.plain(bytes);
        return address.isLinkLocalAddress() ? IpAddress.plain(bytes, interfaceIndex()) : address;
    }
}
