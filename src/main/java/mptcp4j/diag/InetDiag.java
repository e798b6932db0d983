package mptcp4j.diag;

import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.AF_INET6;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import mptcp4j.TcpState;
import mptcp4j.linux.IpAddress;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;

/**
 * The header that each answer begins with ({@code include/uapi/linux/inet_diag.h}), and the numbers of what follows it.
 *
 * <pre>
 * inet_diag_msg            inet_diag_sockid
 *  0 u8  family             0 be16 source port
 *  1 u8  state              2 be16 destination port
 *  2 u8  timer              4      source, 16 bytes
 *  3 u8  retransmits       20      destination, 16 bytes
 *  4 sockid                36 u32  interface
 * 52 u32 expires           40 u32  cookie, lower half
 * 56 u32 receive queue     44 u32  cookie, upper half
 * 60 u32 send queue
 * 64 u32 uid
 * 68 u32 inode
 * </pre>
 *
 * A message is read in place: an instance is good only until the next message.
 */
final class InetDiag {
    static final int HEADER_SIZE = 72;
    static final int INFO = 2;
    static final int CONG = 4;
    static final int TOS = 5;
    static final int TCLASS = 6;
    static final int SKMEMINFO = 7;
    static final int MARK = 15;
    static final int ULP_INFO = 19;
    static final int CGROUP_ID = 21;

    static final int SOURCE_PORT = 0;
    static final int DESTINATION_PORT = 2;
    static final int SOURCE = 4;
    static final int DESTINATION = 20;
    static final int INTERFACE = 36;
    static final int COOKIE = 40;

    private static final int STATE = 1;
    private static final int ID = 4;
    private static final int RECEIVE_QUEUE = 56;
    private static final int SEND_QUEUE = 60;
    private static final int UID = 64;
    private static final int INODE = 68;

    private final ByteBuffer in;

    private InetDiag(ByteBuffer in) {
        this.in = in;
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

    /** Returns whether it may belong to a connection. */
    boolean connected() {
        return (InetDiagRequest.CONNECTED & 1 << in.get(STATE)) != 0;
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
