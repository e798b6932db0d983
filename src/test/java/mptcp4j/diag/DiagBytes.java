package mptcp4j.diag;

import static mptcp4j.linux.Abi.AF_INET;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import mptcp4j.netlink.AttributeWriter;

/** Messages of sock_diag about sockets on 127.0.0.1. */
final class DiagBytes {
    static final int ESTABLISHED = 1;

    /** {@code struct tcp_info} of Linux 6.1. */
    static final int TCP_INFO_SIZE = 232;

    private DiagBytes() {}

    /** {@code struct inet_diag_msg}, then attributes. The cookie is the port. */
    static byte[] socket(int family, int port, Consumer<AttributeWriter> attributes) {
        byte[] header = new byte[72];
        var out = ByteBuffer.wrap(header).order(ByteOrder.nativeOrder());
        out.put(0, (byte) family).put(1, (byte) ESTABLISHED);
        out.put(4, (byte) (port >> 8)).put(5, (byte) port).put(6, (byte) 0x1f).put(7, (byte) 0x90); // 8080
        if (family == AF_INET) {
            out.put(8, new byte[] {127, 0, 0, 1}).put(24, new byte[] {127, 0, 0, 2});
        }
        out.putInt(44, port).putInt(56, 3).putInt(60, 4).putInt(64, 1000).putInt(68, 77);
        var message = new AttributeWriter().raw(header);
        attributes.accept(message);
        return message.toBytes();
    }

    /** {@code struct mptcp_info} as long as a kernel makes it, with {@code subflows_total} where there is room. */
    static byte[] mptcpInfo(int size, int token, int subflowsTotal) {
        var info = ByteBuffer.allocate(96).order(ByteOrder.nativeOrder());
        info.putInt(12, token).put(80, (byte) subflowsTotal);
        byte[] cut = new byte[size];
        info.get(0, cut);
        return cut;
    }

    static byte[] connection(int port, byte[] info) {
        return socket(AF_INET, port, attributes -> attributes.bytes(2, info));
    }

    /** As with CAP_NET_ADMIN. */
    static byte[] markedConnection(int port, byte[] info) {
        return socket(AF_INET, port, attributes -> attributes.bytes(2, info).u32(15, 5));
    }

    static byte[] subflow(int port, int token, int flags) {
        return socket(AF_INET, port, attributes -> ulp(attributes, token, flags));
    }

    static byte[] measuredSubflow(int port, int token, int flags) {
        return socket(AF_INET, port, attributes -> ulp(attributes.bytes(2, new byte[TCP_INFO_SIZE]), token, flags));
    }

    private static void ulp(AttributeWriter attributes, int token, int flags) {
        attributes.nest(
                19,
                ulp -> ulp.string(1, "mptcp")
                        .nest(
                                3,
                                mptcp -> mptcp.u32(1, 0)
                                        .u32(2, token)
                                        .u32(8, flags)
                                        .u8(9, 2)
                                        .u8(10, 1)
                                        .u32(3, 1)));
    }
}
