package mptcp4j.cli.demo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mptcp4j.TcpState;
import mptcp4j.socket.MptcpConnection;

/**
 * Waits until a connection has a subflow on every path, so that all paths take part from the first moment of a transfer.
 *
 * <p>There is another reason. On Linux 6.18.44, with bbr and with cubic, 3 to 10 of 100 transfers that wrote at full speed
 * while their second subflow joined arrived damaged: the right length, but 7 to 28 kB, some 50 kB from the start, held what
 * belongs 30 to 43 kB further on, whole segments of it. The kernel of the receiver counted DSSNotMatching and reset the
 * second subflow. None of 190 that waited did.
 */
final class Join {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final byte[] GREETING = "mptcp4j\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel client;
    private final SocketChannel server;

    Join(SocketChannel client, SocketChannel server) {
        this.client = client;
        this.server = server;
    }

    /**
     * Sends a few bytes, which the kernel needs to have acknowledged before it joins, and waits.
     *
     * @throws IOException if not all paths have joined in time
     */
    void await(int paths) throws IOException {
        greet();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        MptcpConnection here = MptcpConnection.of(client);
        MptcpConnection there = MptcpConnection.of(server);
        while (established(here) < paths || established(there) < paths) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("only " + established(there) + " of " + paths
                        + " paths have joined the connection in " + LONGEST.toSeconds() + " s");
            }
            pause();
        }
    }

    private void greet() throws IOException {
        client.write(ByteBuffer.wrap(GREETING));
        var greeting = ByteBuffer.allocate(GREETING.length);
        while (greeting.hasRemaining()) {
            if (server.read(greeting) < 0) {
                throw new IOException("the connection ended before it began");
            }
        }
    }

    private static long established(MptcpConnection connection) throws IOException {
        return connection.subflows().stream()
                .filter(subflow -> subflow.tcpInfo().state() == TcpState.ESTABLISHED)
                .count();
    }

    private static void pause() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while paths joined a connection");
        }
    }
}
