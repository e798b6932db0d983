package mptcp4j.docs;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.socket.ConnectionStatus;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.SubflowSpec;

/** Sends a file, over a second path, too, if that takes long. Arguments: server, port, file, local address of that path. */
final class SecondPathForLong {
    private static final long LONG_BYTES = 1 << 20;
    private static final long LONG_NANOS = Duration.ofSeconds(2).toNanos();

    public static void main(String[] arguments) throws Exception {
        var server = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        InetAddress second = InetAddress.getByName(arguments[3]);
        try (SocketChannel channel = Mptcp.openSocketChannel();
                FileChannel file = FileChannel.open(Path.of(arguments[2]))) {
            channel.connect(server);
            channel.write(ByteBuffer.wrap(new byte[] {'?'}));
            channel.read(ByteBuffer.allocate(1));
            send(file, channel, second);
        }
    }

    private static void send(FileChannel file, SocketChannel channel, InetAddress second) throws Exception {
        var piece = ByteBuffer.allocate(1 << 16);
        long start = System.nanoTime();
        boolean tried = false;
        while (file.read(piece.clear()) >= 0) {
            channel.write(piece.flip());
            boolean isLong = file.position() > LONG_BYTES || System.nanoTime() - start > LONG_NANOS;
            if (isLong && !tried) {
                tried = true;
                useToo(second, channel);
            }
        }
    }

    /** Without the second path the transfer only takes longer. */
    private static void useToo(InetAddress second, SocketChannel channel) throws Exception {
        MptcpConnection connection = MptcpConnection.of(channel);
        if (connection.status() == ConnectionStatus.MULTIPATH) {
            try {
                awaitArrival(connection);
                connection.openSubflow(SubflowSpec.from(second));
            } catch (LinuxException refusal) {
                System.err.println(refusal.getMessage());
            }
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
}
