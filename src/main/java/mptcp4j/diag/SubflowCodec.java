package mptcp4j.diag;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import mptcp4j.LinuxException;
import mptcp4j.TcpInfo;
import mptcp4j.linux.TcpInfoCodec;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the subflows among TCP sockets: attributes behind {@link InetDiag}. What the kernel tells only with CAP_NET_ADMIN,
 * such as sequence numbers, is left out.
 *
 * <pre>
 *  2  INFO          struct tcp_info
 * 19  ULP_INFO      nest
 *      3  MPTCP     nest; there is none in another upper layer protocol, nor in a listener
 *          1  TOKEN_REM  u32, 0 where it is not known
 *          2  TOKEN_LOC  u32
 *          8  FLAGS      u32
 *          9  ID_REM     u8
 *         10  ID_LOC     u8
 * </pre>
 */
final class SubflowCodec {
    private static final int ULP_MPTCP = 3;
    private static final int TOKEN_REM = 1;
    private static final int TOKEN_LOC = 2;
    private static final int FLAGS = 8;
    private static final int ID_REM = 9;
    private static final int ID_LOC = 10;

    private SubflowCodec() {}

    /**
     * Returns empty for a socket that is no subflow, or not said to be one.
     *
     * @param detail whether to read {@code tcp_info}
     * @throws MalformedException if a value has the wrong width
     */
    static Optional<Subflow> read(MessageReader message, Detail detail) throws MalformedException {
        AttributeReader in = message.attributes(InetDiag.HEADER_SIZE);
        ByteBuffer info = null;
        AttributeReader mptcp = null;
        while (in.next()) {
            switch (in.type()) {
                case InetDiag.INFO -> info = detail == Detail.MEASUREMENTS ? in.view() : null;
                case InetDiag.ULP_INFO -> mptcp = mptcp(in.nested());
                default -> {}
            }
        }
        return mptcp == null ? Optional.empty() : Optional.of(subflow(InetDiag.of(message), mptcp, info));
    }

    private static @Nullable AttributeReader mptcp(AttributeReader in) throws MalformedException {
        while (in.next()) {
            if (in.type() == ULP_MPTCP) {
                return in.nested();
            }
        }
        return null;
    }

    private static Subflow subflow(InetDiag header, AttributeReader in, @Nullable ByteBuffer info)
            throws MalformedException {
        var nest = new Nest(in);
        return new Subflow(
                header.local(),
                header.remote(),
                header.state(),
                header.interfaceIndex(),
                Integer.toUnsignedLong(nest.token),
                nest.remoteToken == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(Integer.toUnsignedLong(nest.remoteToken)),
                nest.localId,
                nest.remoteId,
                new SubflowFlags(nest.flags),
                header.cookie(),
                header.receiveQueue(),
                header.sendQueue(),
                info == null ? Optional.empty() : Optional.of(tcpInfo(info)));
    }

    private static TcpInfo tcpInfo(ByteBuffer bytes) throws MalformedException {
        try {
            return TcpInfoCodec.decode(bytes);
        } catch (LinuxException e) {
            throw new MalformedException("tcp_info: " + e.detail());
        }
    }

    /** What is in that of MPTCP; a newer kernel may send more. */
    private static final class Nest {
        private int remoteToken;
        private int token;
        private int flags;
        private int remoteId;
        private int localId;

        Nest(AttributeReader in) throws MalformedException {
            while (in.next()) {
                switch (in.type()) {
                    case TOKEN_REM -> remoteToken = in.u32();
                    case TOKEN_LOC -> token = in.u32();
                    case FLAGS -> flags = in.u32();
                    case ID_REM -> remoteId = in.u8();
                    case ID_LOC -> localId = in.u8();
                    default -> {}
                }
            }
        }
    }
}
