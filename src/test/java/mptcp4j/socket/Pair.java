package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;

/** Both ends of a connection. */
record Pair(SocketChannel client, SocketChannel server) implements Closeable {
    /** Connects over 127.0.0.1, in the namespace of the thread. */
    static Pair connect(SocketChannel client, ServerSocketChannel listener) throws IOException {
        try (listener) {
            listener.bind(new InetSocketAddress(0));
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            client.connect(Loopback.address("127.0.0.1", port));
            return new Pair(client, listener.accept());
        }
    }

    static Pair multipath() throws IOException {
        return connect(Mptcp.openSocketChannel(MptcpMode.REQUIRE), Mptcp.openServerSocketChannel(MptcpMode.REQUIRE));
    }

    /** Sends bytes there and back, and sees that they are the same. */
    Pair echo(int count) throws IOException {
        byte[] data = new byte[count];
        new Random(count).nextBytes(data);
        send(client, server, data);
        send(server, client, data);
        return this;
    }

    private static void send(SocketChannel from, SocketChannel to, byte[] data) throws IOException {
        from.write(ByteBuffer.wrap(data));
        ByteBuffer received = ByteBuffer.allocate(data.length);
        while (received.hasRemaining()) {
            if (to.read(received) < 0) {
                throw new IOException("closed after " + received.position() + " of " + data.length + " bytes");
            }
        }
        assertArrayEquals(data, received.array());
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
