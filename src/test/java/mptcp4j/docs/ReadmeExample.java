package mptcp4j.docs;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.ConnectionStatus;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.Refresh;
import mptcp4j.socket.Subflow;
import mptcp4j.socket.SubflowSpec;

/** The code of the README, run by {@link ReadmeKernelIT}. */
final class ReadmeExample {
    private ReadmeExample() {}

    static void useSecondAddress(InetAddress secondAddress) throws IOException {
        // README: path manager
        try (PathManager pathManager = PathManager.open()) { // what ip mptcp endpoint add ADDRESS subflow does
            pathManager.add(Endpoint.of(secondAddress, EndpointFlag.SUBFLOW));
        }
        // README: end
    }

    static void send(InetSocketAddress server, ByteBuffer data, PrintStream out) throws IOException {
        // README: socket
        try (SocketChannel channel = Mptcp.openSocketChannel()) { // plain TCP where the kernel has no MPTCP
            channel.connect(server);
            channel.write(data);

            MptcpConnection connection = MptcpConnection.of(channel);
            if (connection.status() == ConnectionStatus.MULTIPATH) { // and not a fallback to plain TCP
                for (Subflow subflow : connection.subflows()) {
                    out.println(subflow.local() + " to " + subflow.remote() + ": "
                            + subflow.tcpInfo().state() + ", "
                            + subflow.tcpInfo().times().rttMicros() + " us");
                }
            }
        }
        // README: end
    }

    static void steer(MptcpConnection connection, String costlyInterface, PrintStream out) throws IOException {
        // README: steering
        try (var subscription = connection.onEvent(event -> out.println(event))) {
            Subflow costly = connection.openSubflow(
                    SubflowSpec.fromInterface(costlyInterface).backup());
            connection.setBackup(costly.id(), false); // use it, too
            Subflow fresh = connection.refresh(costly.id(), Refresh.MAKE_BEFORE_BREAK); // from another port
            out.println("round trip of " + fresh.tcpInfo().times().rttMicros() + " us");
            connection.closeSubflow(fresh.id());
        }
        // README: end
    }
}
