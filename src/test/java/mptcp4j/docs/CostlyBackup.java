package mptcp4j.docs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mptcp4j.TcpState;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.MptcpMode;
import mptcp4j.socket.Subflow;
import mptcp4j.socket.SubflowSpec;

/** Sends a file, over a costly interface only while the first path fails. Arguments: server, port, file, interface. */
final class CostlyBackup {
    public static void main(String[] arguments) throws Exception {
        var server = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        try (SocketChannel channel = Mptcp.openSocketChannel(MptcpMode.REQUIRE);
                FileChannel file = FileChannel.open(Path.of(arguments[2]))) {
            channel.connect(server);
            channel.write(ByteBuffer.wrap(new byte[] {'?'}));
            channel.read(ByteBuffer.allocate(1));
            MptcpConnection connection = MptcpConnection.of(channel);
            Subflow costly = connection.openSubflow(
                    SubflowSpec.fromInterface(arguments[3]).backup());
            var sent = new CompletableFuture<Void>();
            var sender = new Thread(() -> send(file, channel, sent));
            sender.start();
            watch(connection, costly.id(), sent);
            sent.get();
        }
    }

    private static void send(FileChannel file, SocketChannel channel, CompletableFuture<Void> sent) {
        try {
            var piece = ByteBuffer.allocate(1 << 16);
            while (file.read(piece.clear()) >= 0) {
                channel.write(piece.flip());
            }
            sent.complete(null);
        } catch (IOException e) {
            sent.completeExceptionally(e);
        }
    }

    /** A backup carries data when the kernel has given up the others; the first timeout of the first path tells that earlier. */
    private static void watch(MptcpConnection connection, long costly, CompletableFuture<Void> sent)
            throws IOException, InterruptedException {
        boolean used = false;
        while (!sent.isDone()) {
            boolean needed = !firstPathWorks(connection);
            if (needed != used) {
                connection.setBackup(costly, !needed);
                used = needed;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static boolean firstPathWorks(MptcpConnection connection) throws IOException {
        return connection.subflows().stream()
                .anyMatch(subflow -> subflow.id() == 1
                        && subflow.state() == TcpState.ESTABLISHED
                        && subflow.tcpInfo().recovery().retransmits() == 0);
    }
}
