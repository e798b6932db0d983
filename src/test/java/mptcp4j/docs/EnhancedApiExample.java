package mptcp4j.docs;

import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_CLOSE_SUB_ID;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_GET_SUB_IDS;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_GET_SUB_TUPLE;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_OPEN_SUB_TUPLE;
import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_ADD;
import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_CONNID;
import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_ENABLE;
import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_REMOVE;
import static mptcp4j.socket.Rfc6897.TCP_MULTIPATH_SUBFLOWS;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import mptcp4j.socket.EnhancedSocketOptions.SubStatus;
import mptcp4j.socket.EnhancedSocketOptions.SubTuple;
import mptcp4j.socket.MptcpConnection;

/** The small examples of docs/enhanced-socket-api.md, run by {@link EnhancedApiKernelIT}. */
final class EnhancedApiExample {
    private EnhancedApiExample() {}

    static void options(MptcpConnection connection, SubTuple otherPort, PrintStream out) throws IOException {
        // DOCS: options
        long id = MPTCP_OPEN_SUB_TUPLE.open(connection, otherPort);
        for (SubStatus status : MPTCP_GET_SUB_IDS.get(connection)) {
            out.println(status.id() + ": " + MPTCP_GET_SUB_TUPLE.get(connection, status.id()));
        }
        MPTCP_CLOSE_SUB_ID.close(connection, id);
        // DOCS: end
    }

    static void rfc(SocketChannel channel, InetSocketAddress server, InetSocketAddress second, PrintStream out)
            throws IOException {
        // DOCS: rfc
        TCP_MULTIPATH_ENABLE.set(channel, true);
        channel.connect(server);
        channel.write(ByteBuffer.wrap(new byte[] {'?'}));
        channel.read(ByteBuffer.allocate(1)); // a connection can be joined when data has gone there and back

        MptcpConnection connection = MptcpConnection.of(channel);
        TCP_MULTIPATH_ADD.set(connection, List.of(second));
        out.println(TCP_MULTIPATH_CONNID.get(connection) + ": " + TCP_MULTIPATH_SUBFLOWS.get(connection));
        TCP_MULTIPATH_REMOVE.set(connection, List.of(second));
        // DOCS: end
    }
}
