package mptcp4j.diag;

import java.util.Optional;
import java.util.OptionalLong;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.linux.MptcpInfoCodec;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.MessageReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads MPTCP sockets: {@code INET_DIAG_*} behind {@link InetDiag}.
 *
 * <pre>
 *  2  INFO       struct mptcp_info
 * 15  MARK       u32, with CAP_NET_ADMIN
 * 21  CGROUP_ID  u64, with CONFIG_SOCK_CGROUP_DATA
 * </pre>
 */
final class ConnectionCodec {
    private ConnectionCodec() {}

    /** @throws MalformedException if a value has the wrong width or {@code mptcp_info} is missing */
    static Connection connection(MessageReader message) throws MalformedException {
        InetDiag header = InetDiag.of(message);
        var attributes = new Attributes(message.attributes(InetDiag.HEADER_SIZE));
        if (attributes.info == null) {
            throw new MalformedException("an MPTCP socket without mptcp_info");
        }
        return new Connection(
                header.local(),
                header.remote(),
                header.state(),
                attributes.info,
                header.receiveQueue(),
                header.sendQueue(),
                header.interfaceIndex(),
                attributes.identity(header),
                Optional.empty());
    }

    /** @throws MalformedException if a value has the wrong width */
    static Listener listener(MessageReader message) throws MalformedException {
        InetDiag header = InetDiag.of(message);
        var attributes = new Attributes(message.attributes(InetDiag.HEADER_SIZE));
        return new Listener(
                header.local(),
                header.receiveQueue(),
                header.sendQueue(),
                header.interfaceIndex(),
                attributes.identity(header));
    }

    /** Those that we know; a newer kernel may send more. */
    private static final class Attributes {
        private @Nullable MptcpInfo info;
        private OptionalLong mark = OptionalLong.empty();
        private OptionalLong cgroupId = OptionalLong.empty();

        Attributes(AttributeReader in) throws MalformedException {
            while (in.next()) {
                switch (in.type()) {
                    case InetDiag.INFO -> info = info(in);
                    case InetDiag.MARK -> mark = OptionalLong.of(Integer.toUnsignedLong(in.u32()));
                    case InetDiag.CGROUP_ID -> cgroupId = OptionalLong.of(in.u64());
                    default -> {}
                }
            }
        }

        SocketIdentity identity(InetDiag header) {
            return new SocketIdentity(header.cookie(), header.inode(), header.uid(), cgroupId, mark);
        }

        private static MptcpInfo info(AttributeReader in) throws MalformedException {
            try {
                return MptcpInfoCodec.decode(in.view());
            } catch (LinuxException e) {
                throw new MalformedException("mptcp_info: " + e.detail());
            }
        }
    }
}
