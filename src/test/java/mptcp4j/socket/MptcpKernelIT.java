package mptcp4j.socket;

import static mptcp4j.socket.ConnectionStatus.MULTIPATH;
import static mptcp4j.socket.MptcpMode.REQUIRE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every class of socket that the JDK has talks MPTCP, at both ends. */
class MptcpKernelIT {
    private static final byte[] DATA = {1, 2, 3, 4, 5};

    private Loopback loopback;

    @BeforeEach
    void createNamespace() throws IOException {
        loopback = Loopback.create();
    }

    @AfterEach
    void closeNamespace() {
        if (loopback != null) {
            loopback.close();
        }
    }

    @Test
    void channels() throws IOException {
        loopback.run(() -> {
            try (Pair pair = Pair.multipath().echo(100_000)) {
                assertMultipath(MptcpConnection.of(pair.client()), MptcpConnection.of(pair.server()));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void channelsOfOneFamily(StandardProtocolFamily family) throws IOException {
        Loopback.require(family);
        loopback.run(() -> assertFamily(family, family == StandardProtocolFamily.INET ? "127.0.0.1" : "::1"));
    }

    @Test
    void noChannelsOfOtherFamilies() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> Mptcp.openSocketChannel(StandardProtocolFamily.UNIX, REQUIRE));
        assertThrows(
                UnsupportedOperationException.class,
                () -> Mptcp.openServerSocketChannel(StandardProtocolFamily.UNIX, REQUIRE));
    }

    private static void assertFamily(StandardProtocolFamily family, String host) throws IOException {
        try (ServerSocketChannel listener = Mptcp.openServerSocketChannel(family, REQUIRE);
                SocketChannel client = Mptcp.openSocketChannel(family, REQUIRE)) {
            listener.bind(Loopback.address(host, 0));
            client.connect(listener.getLocalAddress());
            try (Pair pair = new Pair(client, listener.accept()).echo(1000)) {
                assertMultipath(MptcpConnection.of(pair.client()), MptcpConnection.of(pair.server()));
            }
        }
    }

    @Test
    void channelsThatTheUserOpened() throws IOException {
        loopback.run(() -> {
            ServerSocketChannel listener = ServerSocketChannel.open();
            SocketChannel client = SocketChannel.open();
            assertTrue(Mptcp.upgrade(listener));
            assertTrue(Mptcp.upgrade(client));
            assertTrue(Mptcp.upgrade(client), "again");
            try (Pair pair = Pair.connect(client, listener).echo(1000)) {
                assertMultipath(MptcpConnection.of(pair.client()), MptcpConnection.of(pair.server()));
            }
        });
    }

    @Test
    void sockets() throws IOException {
        loopback.run(() -> {
            try (ServerSocket listener = new ServerSocket();
                    Socket client = new Socket()) {
                assertTrue(Mptcp.upgrade(listener, REQUIRE));
                assertTrue(Mptcp.upgrade(client, REQUIRE));
                connectAndEcho(listener, client);
            }
        });
    }

    @Test
    void socketsOfChannels() throws IOException {
        loopback.run(() -> {
            try (ServerSocketChannel listener = ServerSocketChannel.open();
                    SocketChannel client = SocketChannel.open()) {
                assertTrue(Mptcp.upgrade(listener.socket(), REQUIRE));
                assertTrue(Mptcp.upgrade(client.socket(), REQUIRE));
                connectAndEcho(listener.socket(), client.socket());
            }
        });
    }

    private static void connectAndEcho(ServerSocket listener, Socket client) throws IOException {
        listener.bind(new InetSocketAddress(0));
        client.connect(Loopback.address("127.0.0.1", listener.getLocalPort()), 5000);
        try (Socket server = listener.accept()) {
            client.getOutputStream().write(DATA);
            assertArrayEquals(DATA, server.getInputStream().readNBytes(DATA.length));
            assertMultipath(MptcpConnection.of(client), MptcpConnection.of(server));
        }
    }

    @Test
    void asynchronousChannels() throws IOException {
        loopback.run(() -> {
            try (AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open();
                    AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
                assertTrue(Mptcp.upgrade(listener, REQUIRE));
                assertTrue(Mptcp.upgrade(client, REQUIRE));
                listener.bind(Loopback.address("127.0.0.1", 0));
                var accepted = listener.accept();
                client.connect(listener.getLocalAddress()).get(20, TimeUnit.SECONDS);
                try (AsynchronousSocketChannel server = accepted.get(20, TimeUnit.SECONDS)) {
                    assertEquals(
                            DATA.length, client.write(ByteBuffer.wrap(DATA)).get(20, TimeUnit.SECONDS));
                    ByteBuffer received = ByteBuffer.allocate(DATA.length);
                    while (received.hasRemaining()) {
                        assertTrue(server.read(received).get(20, TimeUnit.SECONDS) > 0);
                    }
                    assertArrayEquals(DATA, received.array());
                    assertMultipath(MptcpConnection.of(client), MptcpConnection.of(server));
                }
            }
        });
    }

    @Test
    void selectorsWatchTheNewSocket() throws IOException {
        loopback.run(() -> {
            try (Selector selector = Selector.open();
                    ServerSocketChannel listener = Mptcp.openServerSocketChannel(REQUIRE);
                    SocketChannel client = Mptcp.openSocketChannel(REQUIRE)) {
                listener.bind(Loopback.address("127.0.0.1", 0)).configureBlocking(false);
                listener.register(selector, SelectionKey.OP_ACCEPT);
                client.configureBlocking(false);
                SelectionKey key = client.register(selector, SelectionKey.OP_CONNECT);
                client.connect(listener.getLocalAddress());
                Loopback.await("connected", () -> selector.select(1000) > 0 && client.finishConnect());
                key.interestOps(SelectionKey.OP_READ);
                try (SocketChannel server = listener.accept()) {
                    server.write(ByteBuffer.wrap(DATA));
                    Loopback.await("readable", () -> selector.select(1000) > 0 && key.isReadable());
                    assertEquals(DATA.length, client.read(ByteBuffer.allocate(10)));
                    assertMultipath(MptcpConnection.of(client), MptcpConnection.of(server));
                }
            }
        });
    }

    @Test
    void aRefusedConnectionIsReportedAsEver() throws IOException {
        int port = loopback.call(() -> {
            try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                listener.bind(new InetSocketAddress(0));
                return ((InetSocketAddress) listener.getLocalAddress()).getPort();
            }
        });
        loopback.run(() -> {
            try (SocketChannel client = Mptcp.openSocketChannel(REQUIRE)) {
                assertThrows(ConnectException.class, () -> client.connect(Loopback.address("127.0.0.1", port)));
            }
        });
    }

    private static void assertMultipath(MptcpConnection... connections) throws IOException {
        for (MptcpConnection connection : connections) {
            assertEquals(MULTIPATH, connection.status());
        }
    }
}
