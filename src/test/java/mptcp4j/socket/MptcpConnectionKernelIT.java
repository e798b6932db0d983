package mptcp4j.socket;

import static mptcp4j.linux.Abi.SOCK_CLOEXEC;
import static mptcp4j.socket.ConnectionStatus.FALLBACK;
import static mptcp4j.socket.ConnectionStatus.PLAIN_TCP;
import static mptcp4j.socket.MptcpMode.REQUIRE;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.linux.Abi;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.Requires;
import mptcp4j.linux.SockAddr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MptcpConnectionKernelIT {
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
    void tellsWhatItCarried() throws Exception {
        try (Pair pair = loopback.call(() -> Pair.multipath().echo(12_345))) {
            MptcpConnection client = MptcpConnection.of(pair.client());
            Loopback.await("acknowledged", () -> client.info().bytesAcked().getAsLong() == 12_345);
            MptcpInfo info = client.info();
            assertEquals(12_345, info.bytesSent().getAsLong());
            assertEquals(12_345, info.bytesReceived().getAsLong());
            assertEquals(info.writeSequence(), info.unacknowledged());
            assertEquals(1, info.subflowsTotal().getAsInt());
            assertTrue(info.remoteKeyReceived());
            assertFalse(info.fallback());
        }
    }

    @Test
    void eachEndHasATokenWhichSsShowsToo() throws IOException {
        Requires.program("ss");
        loopback.run(() -> {
            try (Pair pair = Pair.multipath().echo(10)) {
                long client = MptcpConnection.of(pair.client()).token();
                long server = MptcpConnection.of(pair.server()).token();
                assertNotEquals(client, server);
                assertEquals(client, MptcpConnection.of(pair.client()).info().token());
                assertEquals(Set.of(client, server), tokensOfSs());
            }
        });
    }

    private static Set<Long> tokensOfSs() throws IOException {
        Process ss = new ProcessBuilder("ss", "-M", "-n", "-i")
                .redirectErrorStream(true)
                .start();
        Matcher token = Pattern.compile("token:([0-9a-f]+)")
                .matcher(new String(ss.getInputStream().readAllBytes()));
        Set<Long> tokens = new HashSet<>();
        while (token.find()) {
            tokens.add(Long.parseLong(token.group(1), 16));
        }
        return tokens;
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void aServerWithoutMptcpMakesTheClientFallBack(StandardProtocolFamily family) throws IOException {
        Loopback.require(family);
        SocketChannel client = loopback.call(() -> Mptcp.openSocketChannel(family, REQUIRE));
        try (Pair pair = loopback.call(
                () -> Pair.connect(client, ServerSocketChannel.open()).echo(10))) {
            MptcpConnection fallen = MptcpConnection.of(pair.client());
            assertEquals(FALLBACK, fallen.status());
            assertNotMultipath("not multipath: the connection fell back to plain TCP", fallen);
            assertEquals(PLAIN_TCP, MptcpConnection.of(pair.server()).status());
            assertFalse(fallen.<Boolean>ask(ConnectionReader::answersInfo), "as a kernel before 6.10 is asked");
        }
    }

    @Test
    void aClientWithoutMptcpGetsAPlainSocketAtTheServer() throws IOException {
        try (Pair pair = loopback.call(() -> Pair.connect(SocketChannel.open(), Mptcp.openServerSocketChannel(REQUIRE))
                .echo(10))) {
            for (SocketChannel end : new SocketChannel[] {pair.client(), pair.server()}) {
                MptcpConnection plain = MptcpConnection.of(end);
                assertEquals(PLAIN_TCP, plain.status());
                assertNotMultipath("not multipath: the socket is a plain TCP one", plain);
            }
        }
    }

    private static void assertNotMultipath(String reason, MptcpConnection connection) {
        LinuxException info = assertThrows(LinuxException.class, connection::info);
        assertEquals(Errno.EOPNOTSUPP, info.errno());
        assertEquals("MPTCP_INFO: " + reason + " (EOPNOTSUPP)", info.getMessage());
        LinuxException subflows = assertThrows(LinuxException.class, connection::subflows);
        assertEquals(Errno.EOPNOTSUPP, subflows.errno());
        assertEquals("subflows: " + reason + " (EOPNOTSUPP)", subflows.getMessage());
        assertEquals(
                reason, assertThrows(LinuxException.class, connection::token).detail());
    }

    @Test
    void aMultipathConnectionIsToldByTheErrorsOfMptcpInfoToo() throws IOException {
        try (Pair pair = loopback.call(() -> Pair.multipath().echo(10))) {
            assertTrue(MptcpConnection.of(pair.client()).<Boolean>ask(ConnectionReader::answersInfo));
        }
    }

    @Test
    void thereIsNothingToAskBeforeItIsConnectedAndAfterItIsClosed() throws IOException {
        try (SocketChannel channel = SocketChannel.open();
                Socket socket = new Socket();
                AsynchronousSocketChannel async = AsynchronousSocketChannel.open()) {
            assertThrows(NotYetConnectedException.class, () -> MptcpConnection.of(channel));
            assertThrows(NotYetConnectedException.class, () -> MptcpConnection.of(socket));
            assertThrows(NotYetConnectedException.class, () -> MptcpConnection.of(async));
        }
        Pair pair = loopback.call(Pair::multipath);
        MptcpConnection connection = MptcpConnection.of(pair.client());
        pair.close();
        assertThrows(ClosedChannelException.class, connection::status);
        assertThrows(ClosedChannelException.class, connection::info);
        assertThrows(ClosedChannelException.class, connection::subflows);
        assertThrows(ClosedChannelException.class, () -> MptcpConnection.of(pair.client()));
        assertThrows(
                ClosedChannelException.class,
                () -> MptcpConnection.of(pair.client().socket()));
    }

    @Test
    void connectionsOfTheSameAddressesInTwoNamespacesAreToldApart() throws IOException {
        try (Loopback other = Loopback.create();
                Pair here = loopback.call(MptcpConnectionKernelIT::connectAtFixedPorts);
                Pair there = other.call(MptcpConnectionKernelIT::connectAtFixedPorts)) {
            assertEquals(here.client().getLocalAddress(), there.client().getLocalAddress());
            assertEquals(here.client().getRemoteAddress(), there.client().getRemoteAddress());
            there.client().setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            here.echo(100);
            there.echo(200);
            assertEquals(
                    100, MptcpConnection.of(here.client()).info().bytesSent().getAsLong());
            assertEquals(
                    100, MptcpConnection.of(here.server()).info().bytesSent().getAsLong());
            assertEquals(
                    200, MptcpConnection.of(there.client()).info().bytesSent().getAsLong());
            assertEquals(
                    200, MptcpConnection.of(there.server()).info().bytesSent().getAsLong());
            assertFalse(here.client().getOption(StandardSocketOptions.SO_KEEPALIVE), "as it was");
            assertTrue(there.client().getOption(StandardSocketOptions.SO_KEEPALIVE), "as it was");
        }
    }

    private static Pair connectAtFixedPorts() throws IOException {
        try (ServerSocketChannel listener = Mptcp.openServerSocketChannel(REQUIRE)) {
            listener.bind(Loopback.address("127.0.0.1", 5000));
            SocketChannel client = Mptcp.openSocketChannel(REQUIRE);
            client.bind(Loopback.address("127.0.0.1", 6000));
            client.connect(Loopback.address("127.0.0.1", 5000));
            return new Pair(client, listener.accept());
        }
    }

    @Test
    void aConnectionThatThePeerResetIsGone() throws Exception {
        for (boolean multipath : new boolean[] {true, false}) {
            Pair pair = loopback.call(
                    multipath ? Pair::multipath : () -> Pair.connect(SocketChannel.open(), ServerSocketChannel.open()));
            try (SocketChannel accepted = pair.echo(10).server()) {
                MptcpConnection before = MptcpConnection.of(accepted);
                pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
                pair.client().close();
                Loopback.await("reset", () -> before.ask(MptcpConnectionKernelIT::hasNoPeer));
                LinuxException gone = assertThrows(LinuxException.class, () -> MptcpConnection.of(accepted));
                assertEquals(Errno.ENOTCONN, gone.errno());
                assertEquals("the connection is gone: the peer reset it", gone.detail());
            }
            assertThrows(ClosedChannelException.class, () -> MptcpConnection.of(pair.server()));
        }
    }

    private static boolean hasNoPeer(int fd) {
        return Libc.get().getpeername(fd, new byte[SockAddr.STORAGE_SIZE]) == -Errno.ENOTCONN.number();
    }

    @Test
    void aListenerIsNoConnectionThatIsGone() throws IOException {
        try (ServerSocketChannel listener = loopback.call(() -> Mptcp.openServerSocketChannel(REQUIRE))) {
            listener.bind(Loopback.address("127.0.0.1", 0));
            var local = (InetSocketAddress) listener.getLocalAddress();
            var foreign = new ConnectedSocket(() -> true, true, local, local, () -> false, on -> {});
            assertThrows(IllegalArgumentException.class, () -> ConnectionDescriptor.find(foreign));
        }
    }

    @Test
    void aSocketThatIsClosedWhileItIsLookedForIsClosed() throws IOException {
        try (Loopback other = Loopback.create();
                Pair here = loopback.call(MptcpConnectionKernelIT::connectAtFixedPorts);
                Pair there = other.call(MptcpConnectionKernelIT::connectAtFixedPorts)) {
            assertEquals(here.client().getLocalAddress(), there.client().getLocalAddress());
            ConnectedSocket socket = ConnectedSocket.of(here.client().socket());
            var closing = new ConnectedSocket(
                    socket.open(), false, socket.local(), socket.remote(), socket.keepAlive(), on -> {
                        here.client().close();
                        socket.setKeepAlive().set(on);
                    });
            assertThrows(ClosedChannelException.class, () -> ConnectionDescriptor.find(closing));
        }
    }

    @Test
    void aNumberThatWasGivenOutAgainIsNeverAnsweredFor() throws IOException {
        Libc libc = Libc.get();
        Pair pair = loopback.call(Pair::multipath);
        ConnectedSocket socket = ConnectedSocket.of(pair.client());
        var neverClosed = new ConnectedSocket(
                () -> true, false, socket.local(), socket.remote(), socket.keepAlive(), socket.setKeepAlive());
        ConnectionDescriptor descriptor = ConnectionDescriptor.find(neverClosed);
        int number = descriptor.call(fd -> fd);
        pair.close();
        assertThrows(ClosedChannelException.class, () -> descriptor.call(fd -> fd), "nothing there");
        try (Fd other = Fd.of("socket", libc.socket(Abi.AF_INET, Abi.SOCK_STREAM | SOCK_CLOEXEC, Abi.IPPROTO_MPTCP));
                Fd again = Fd.of("dup3", libc.dup3(other.number(), number, Abi.O_CLOEXEC))) {
            assertEquals(number, again.number());
            assertThrows(ClosedChannelException.class, () -> descriptor.call(fd -> fd), "another socket there");
        }
    }

    @Test
    void aChannelSaysThatItIsClosedBeforeItsNumberIsFree() throws IOException {
        Pair pair = loopback.call(Pair::multipath);
        ConnectionDescriptor descriptor = ConnectionDescriptor.find(ConnectedSocket.of(pair.client()));
        assertThrows(
                ClosedChannelException.class,
                () -> descriptor.call(fd -> {
                    closed(pair);
                    return fd;
                }));
    }

    private static void closed(Pair pair) {
        assertDoesNotThrow(pair::close);
    }

    @Test
    void aNumberThatIsGivenOutDuringTheCallIsNotAnsweredForEither() throws IOException {
        Libc libc = Libc.get();
        try (Pair pair = loopback.call(Pair::multipath);
                Fd other = Fd.of("socket", libc.socket(Abi.AF_INET, Abi.SOCK_STREAM | SOCK_CLOEXEC, 0))) {
            ConnectedSocket saysLast = ConnectedSocket.of(pair.client().socket());
            ConnectionDescriptor descriptor = ConnectionDescriptor.find(saysLast);
            assertThrows(
                    ClosedChannelException.class,
                    () -> descriptor.call(fd -> Fd.check("dup3", libc.dup3(other.number(), fd, Abi.O_CLOEXEC))));
        }
    }
}
