package mptcp4j.socket;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static mptcp4j.socket.MptcpMode.PREFER;
import static mptcp4j.socket.MptcpMode.REQUIRE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What cannot be upgraded is refused with the reason, and goes on working as what it was. */
class UpgradeRefusalKernelIT {
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
    void whereMptcpIsDisabledPreferGivesPlainTcp() throws IOException {
        loopback.sysctl("net.mptcp.enabled", 0);
        loopback.run(() -> {
            try (Pair opened = Pair.connect(Mptcp.openSocketChannel(), Mptcp.openServerSocketChannel())
                    .echo(1000)) {
                assertEquals(
                        ConnectionStatus.PLAIN_TCP,
                        MptcpConnection.of(opened.client()).status());
            }
            SocketChannel client = SocketChannel.open();
            ServerSocketChannel listener = ServerSocketChannel.open();
            client.setOption(TCP_KEEPINTERVAL, 33);
            assertFalse(Mptcp.upgrade(client));
            assertFalse(Mptcp.upgrade(listener));
            assertEquals(33, client.getOption(TCP_KEEPINTERVAL), "untouched");
            try (Pair upgraded = Pair.connect(client, listener).echo(1000)) {
                assertEquals(
                        ConnectionStatus.PLAIN_TCP,
                        MptcpConnection.of(upgraded.client()).status());
            }
        });
    }

    @Test
    void whereMptcpIsDisabledRequireSaysHowToEnableIt() throws IOException {
        loopback.sysctl("net.mptcp.enabled", 0);
        loopback.run(() -> {
            assertDisabled(() -> Mptcp.openSocketChannel(REQUIRE));
            assertDisabled(() -> Mptcp.openServerSocketChannel(REQUIRE));
            SocketChannel client = SocketChannel.open();
            ServerSocketChannel listener = ServerSocketChannel.open();
            assertDisabled(() -> Mptcp.upgrade(client, REQUIRE));
            assertDisabled(() -> Mptcp.upgrade(listener, REQUIRE));
            Pair.connect(client, listener).echo(1000).close();
            try (Socket socket = new Socket();
                    ServerSocket serverSocket = new ServerSocket()) {
                assertDisabled(() -> Mptcp.upgrade(socket, REQUIRE));
                assertDisabled(() -> Mptcp.upgrade(serverSocket, REQUIRE));
            }
        });
    }

    private static void assertDisabled(Executable attempt) {
        LinuxException refusal = assertThrows(LinuxException.class, attempt);
        assertEquals(Errno.ENOPROTOOPT, refusal.errno());
        assertEquals(
                "socket(IPPROTO_MPTCP): MPTCP is disabled in this network namespace:"
                        + " sysctl -w net.mptcp.enabled=1 (ENOPROTOOPT)",
                refusal.getMessage());
    }

    @Test
    void anMptcpSocketStaysOneWhenMptcpIsDisabledLater() throws IOException {
        try (SocketChannel channel = loopback.call(() -> Mptcp.openSocketChannel(REQUIRE))) {
            loopback.sysctl("net.mptcp.enabled", 0);
            loopback.run(() -> {
                assertTrue(Mptcp.upgrade(channel, REQUIRE));
                assertTrue(Mptcp.upgrade(channel, PREFER));
            });
        }
    }

    @Test
    void nothingOpensMoreThanItCloses() throws Exception {
        long before = Descriptors.settled();
        SocketChannel upgraded = Mptcp.openSocketChannel(REQUIRE);
        assertEquals(before + 1, Descriptors.count());
        assertTrue(Mptcp.upgrade(upgraded));
        assertEquals(before + 1, Descriptors.count());
        upgraded.close();
        loopback.sysctl("net.mptcp.enabled", 0);
        loopback.run(() -> {
            try (SocketChannel plain = SocketChannel.open()) {
                assertThrows(LinuxException.class, () -> Mptcp.upgrade(plain, REQUIRE));
                assertThrows(LinuxException.class, () -> Mptcp.openServerSocketChannel(REQUIRE));
            }
        });
        assertEquals(before, Descriptors.count());
    }

    @Test
    void boundSocketsAreRefused() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (SocketChannel channel = SocketChannel.open();
                ServerSocketChannel server = ServerSocketChannel.open();
                Socket socket = new Socket();
                ServerSocket serverSocket = new ServerSocket();
                AsynchronousSocketChannel async = AsynchronousSocketChannel.open();
                AsynchronousServerSocketChannel asyncServer = AsynchronousServerSocketChannel.open()) {
            channel.bind(any);
            server.bind(any);
            socket.bind(any);
            serverSocket.bind(any);
            async.bind(any);
            asyncServer.bind(any);
            for (MptcpMode mode : MptcpMode.values()) {
                assertRefused("is bound", () -> Mptcp.upgrade(channel, mode));
                assertRefused("is bound", () -> Mptcp.upgrade(server, mode));
                assertRefused("is bound", () -> Mptcp.upgrade(socket, mode));
                assertRefused("is bound", () -> Mptcp.upgrade(serverSocket, mode));
                assertRefused("is bound", () -> Mptcp.upgrade(async, mode));
                assertRefused("is bound", () -> Mptcp.upgrade(asyncServer, mode));
            }
        }
    }

    @Test
    void connectedSocketsAreRefused() throws IOException {
        loopback.run(() -> {
            try (Pair pair = Pair.connect(SocketChannel.open(), ServerSocketChannel.open())) {
                assertRefused("is connected", () -> Mptcp.upgrade(pair.client()));
                assertRefused("is connected", () -> Mptcp.upgrade(pair.server()));
                assertRefused("is connected", () -> Mptcp.upgrade(pair.client().socket()));
                pair.echo(1000);
            }
            try (ServerSocket listener = new ServerSocket(0);
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
                    Socket server = listener.accept();
                    AsynchronousSocketChannel async = AsynchronousSocketChannel.open()) {
                assertRefused("is connected", () -> Mptcp.upgrade(client));
                assertRefused("is connected", () -> Mptcp.upgrade(server));
                async.connect(client.getRemoteSocketAddress()).get(20, TimeUnit.SECONDS);
                assertRefused("is connected", () -> Mptcp.upgrade(async));
            }
        });
    }

    @Test
    void socketsBeingConnectedAreRefused() throws IOException {
        InetSocketAddress nobody = loopback.nobody();
        loopback.run(() -> {
            try (SocketChannel channel = SocketChannel.open();
                    AsynchronousSocketChannel async = AsynchronousSocketChannel.open()) {
                channel.configureBlocking(false);
                assertFalse(channel.connect(nobody));
                assertRefused("is being connected", () -> Mptcp.upgrade(channel));
                Future<Void> connecting = async.connect(nobody);
                assertRefused("being connected", () -> Mptcp.upgrade(async));
                assertFalse(connecting.isDone());
            }
        });
    }

    @Test
    void registeredChannelsAreRefused() throws IOException {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            channel.configureBlocking(false).register(selector, SelectionKey.OP_CONNECT);
            server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            assertRefused("is registered with a selector", () -> Mptcp.upgrade(channel));
            assertRefused("is registered with a selector", () -> Mptcp.upgrade(server));
        }
    }

    private static void assertRefused(String state, Executable upgrade) {
        String text = assertThrows(IllegalStateException.class, upgrade).getMessage();
        assertTrue(text.contains(state), text);
        assertTrue(text.contains("before it is bound, connected or registered"), text);
    }

    @Test
    void closedSocketsAreRefused() throws IOException {
        SocketChannel channel = SocketChannel.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        Socket socket = new Socket();
        ServerSocket serverSocket = new ServerSocket();
        AsynchronousSocketChannel async = AsynchronousSocketChannel.open();
        AsynchronousServerSocketChannel asyncServer = AsynchronousServerSocketChannel.open();
        channel.close();
        server.close();
        socket.close();
        serverSocket.close();
        async.close();
        asyncServer.close();
        assertThrows(ClosedChannelException.class, () -> Mptcp.upgrade(channel));
        assertThrows(ClosedChannelException.class, () -> Mptcp.upgrade(server));
        assertThrows(ClosedChannelException.class, () -> Mptcp.upgrade(socket));
        assertThrows(ClosedChannelException.class, () -> Mptcp.upgrade(serverSocket));
        assertThrows(ClosedChannelException.class, () -> Mptcp.upgrade(async));
        assertThrows(ClosedChannelException.class, () -> Mptcp.upgrade(asyncServer));
    }

    @Test
    void socketsThatAreNotTheJdksTcpAreRefused() throws IOException {
        try (SocketChannel unix = SocketChannel.open(StandardProtocolFamily.UNIX);
                Socket ownImplementation = new Socket(new InventedSocketImpl()) {}) {
            assertThrows(IllegalArgumentException.class, () -> Mptcp.upgrade(unix));
            String text = assertThrows(IllegalArgumentException.class, () -> Mptcp.upgrade(ownImplementation))
                    .getMessage();
            assertTrue(text.contains("implementation of its own"), text);
        }
    }
}
