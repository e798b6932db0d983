package mptcp4j.diag;

import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.AF_INET6;
import static mptcp4j.linux.Abi.IPPROTO_MPTCP;
import static mptcp4j.linux.Abi.IPPROTO_TCP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import mptcp4j.TcpState;
import mptcp4j.netlink.AttributeWriter;

/**
 * What sock_diag is asked for ({@code include/uapi/linux/inet_diag.h}).
 *
 * <pre>
 * inet_diag_req_v2
 *  0 u8  family
 *  1 u8  protocol
 *  2 u8  extensions  bit n - 1 for attribute n; those above 8 cannot be asked for, and come where the kernel tells them
 *  3 u8  padding
 *  4 u32 states      bit n for state n
 *  8     inet_diag_sockid, as in {@link InetDiag}
 * </pre>
 */
final class InetDiagRequest {
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

    private static final int SIZE = 56;
    private static final int STATES = 4;
    private static final int ID = 8;
    private static final int NOCOOKIE = 0xffffffff;
    private static final int REQ_PROTOCOL = 3;

    /** What else a kernel tells of a subflow comes only together with {@code tcp_info}. */
    private static final int[] MEASUREMENTS = {InetDiag.INFO};

    private final ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());

    private InetDiagRequest(int family, int protocol, int... extensions) {
        int bits = 0;
        for (int extension : extensions) {
            bits |= 1 << (extension - 1);
        }
        out.put((byte) family).put((byte) protocol).put((byte) bits);
    }

    /** Asks for the MPTCP sockets in some states. */
    static byte[] mptcp(int family, int states) {
        return mptcp(new InetDiagRequest(family, 0, MEASUREMENTS).states(states).cookie(NOCOOKIE, NOCOOKIE));
    }

    /** Asks for one by its token, whatever its family is. */
    static byte[] mptcp(long token) {
        return mptcp(new InetDiagRequest(AF_INET, 0, MEASUREMENTS).cookie((int) token, 0));
    }

    /** Asks for the connected TCP sockets. */
    static byte[] tcp(int family) {
        return new InetDiagRequest(family, IPPROTO_TCP, MEASUREMENTS)
                .states(CONNECTED)
                .cookie(NOCOOKIE, NOCOOKIE)
                .bytes();
    }

    /** Asks for the connected TCP sockets of a family that have the ports of a tuple: the kernel does not look at more. */
    static byte[] tcp(int family, FourTuple tuple, int... extensions) {
        return new InetDiagRequest(family, IPPROTO_TCP, extensions)
                .states(CONNECTED)
                .ports(tuple)
                .cookie(NOCOOKIE, NOCOOKIE)
                .bytes();
    }

    /**
     * Asks for the TCP socket with a tuple, whatever its state is. To a question in IPv4 the kernel finds sockets for IPv6
     * that speak IPv4, too. One that is bound to a link is found if that is the one that is asked for, others with any.
     */
    static byte[] tcp(FourTuple tuple, int interfaceIndex, int... extensions) {
        return one(tuple, interfaceIndex, extensions).cookie(NOCOOKIE, NOCOOKIE).bytes();
    }

    /** Names that TCP socket and no other one, not even a later one with the same tuple. */
    static byte[] tcpWithCookie(FourTuple tuple, int interfaceIndex, long cookie) {
        return one(tuple, interfaceIndex)
                .cookie((int) cookie, (int) (cookie >>> Integer.SIZE))
                .bytes();
    }

    private static InetDiagRequest one(FourTuple tuple, int interfaceIndex, int... extensions) {
        return new InetDiagRequest(tuple.ipv4() ? AF_INET : AF_INET6, IPPROTO_TCP, extensions)
                .ports(tuple)
                .addresses(tuple)
                .interfaceIndex(interfaceIndex);
    }

    /** The protocol of 8 bits does not matter; with 0, a kernel that does not know the attribute finds nothing to tell about. */
    private static byte[] mptcp(InetDiagRequest request) {
        return new AttributeWriter()
                .raw(request.bytes())
                .u32(REQ_PROTOCOL, IPPROTO_MPTCP)
                .toBytes();
    }

    private InetDiagRequest states(int bits) {
        out.putInt(STATES, bits);
        return this;
    }

    private InetDiagRequest ports(FourTuple tuple) {
        return port(InetDiag.SOURCE_PORT, tuple.local().getPort())
                .port(InetDiag.DESTINATION_PORT, tuple.remote().getPort());
    }

    private InetDiagRequest port(int offset, int port) {
        out.put(ID + offset, (byte) (port >> Byte.SIZE)).put(ID + offset + 1, (byte) port);
        return this;
    }

    private InetDiagRequest addresses(FourTuple tuple) {
        out.put(ID + InetDiag.SOURCE, tuple.local().getAddress().getAddress());
        out.put(ID + InetDiag.DESTINATION, tuple.remote().getAddress().getAddress());
        return this;
    }

    private InetDiagRequest interfaceIndex(int index) {
        out.putInt(ID + InetDiag.INTERFACE, index);
        return this;
    }

    private InetDiagRequest cookie(int lower, int upper) {
        out.putInt(ID + InetDiag.COOKIE, lower).putInt(ID + InetDiag.COOKIE + Integer.BYTES, upper);
        return this;
    }

    private byte[] bytes() {
        return out.array();
    }

    private static int states(TcpState... wanted) {
        List<TcpState> all = List.of(wanted);
        int bits = 0;
        for (int number = 0; number < Integer.SIZE; number++) {
            bits |= all.contains(TcpState.of(number)) ? 1 << number : 0;
        }
        return bits;
    }
}
