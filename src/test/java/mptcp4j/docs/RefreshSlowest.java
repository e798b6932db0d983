package mptcp4j.docs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.TcpState;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import mptcp4j.socket.Refresh;
import mptcp4j.socket.Subflow;

/** Sends a file over four subflows, and once a second replaces the slowest. Arguments: server, port, file. */
final class RefreshSlowest {
    private static final int SUBFLOWS = 4;
    private static final long PERIOD = Duration.ofSeconds(1).toNanos();

    public static void main(String[] arguments) throws Exception {
        var server = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        try (SocketChannel channel = Mptcp.openSocketChannel(MptcpMode.REQUIRE);
                FileChannel file = FileChannel.open(Path.of(arguments[2]))) {
            channel.connect(server);
            sayHello(channel);
            MptcpConnection connection = MptcpConnection.of(channel);
            for (int i = 1; i < SUBFLOWS; i++) {
                addSubflow(connection);
            }
            send(file, channel, connection);
        }
    }

    /** The server says it back: now both ends know that the connection is multipath. */
    private static void sayHello(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {'?'}));
        channel.read(ByteBuffer.allocate(1));
    }

    private static void send(FileChannel file, SocketChannel channel, MptcpConnection connection) throws Exception {
        var piece = ByteBuffer.allocate(1 << 16);
        long last = System.nanoTime();
        while (file.read(piece.clear()) >= 0) {
            channel.write(piece.flip());
            if (System.nanoTime() - last > PERIOD) {
                awaitArrival(connection);
                refreshSlowest(connection);
                last = System.nanoTime();
            }
        }
    }

    /** The same addresses, another port: perhaps another path. Where it is refused, fewer subflows carry the file. */
    private static void addSubflow(MptcpConnection connection) throws IOException {
        try {
            connection.duplicate(1);
        } catch (LinuxException refusal) {
            System.err.println(refusal.getMessage());
        }
    }

    /** Where no new one can be opened, the old one stays. */
    private static void refreshSlowest(MptcpConnection connection) throws IOException {
        try {
            connection.refresh(slowest(connection).id(), Refresh.MAKE_BEFORE_BREAK);
        } catch (LinuxException refusal) {
            System.err.println(refusal.getMessage());
        }
    }

    /** What is on its way while a subflow joins may arrive damaged: docs/known-kernel-faults.md. */
    private static void awaitArrival(MptcpConnection connection) throws Exception {
        MptcpInfo info = connection.info();
        while (info.unacknowledged() != info.writeSequence()) {
            TimeUnit.MILLISECONDS.sleep(1);
            info = connection.info();
        }
    }

    private static Subflow slowest(MptcpConnection connection) throws IOException {
        return connection.subflows().stream()
                .filter(subflow -> subflow.state() == TcpState.ESTABLISHED)
                .min(Comparator.comparingLong(
                        subflow -> subflow.tcpInfo().rates().delivery()))
                .orElseThrow(() -> new IOException("no subflow is left"));
    }
}
