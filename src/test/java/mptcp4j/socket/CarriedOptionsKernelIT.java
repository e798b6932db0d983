package mptcp4j.socket;

import static java.net.StandardSocketOptions.*;
import static jdk.net.ExtendedSocketOptions.*;
import static mptcp4j.linux.Abi.FD_CLOEXEC;
import static mptcp4j.linux.Abi.F_GETFD;
import static mptcp4j.linux.Abi.F_GETFL;
import static mptcp4j.linux.Abi.IPPROTO_TCP;
import static mptcp4j.linux.Abi.O_NONBLOCK;
import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.linux.Abi.SO_BUF_LOCK;
import static mptcp4j.linux.Abi.SO_PROTOCOL;
import static mptcp4j.socket.MptcpMode.PREFER;
import static mptcp4j.socket.MptcpMode.REQUIRE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was set before the upgrade is set after it, as the JDK reads it; or nothing is upgraded. */
class CarriedOptionsKernelIT {
    private static final KernelOption LOCKS = KernelOption.ofInt("SO_BUF_LOCK", SOL_SOCKET, SO_BUF_LOCK);
    private static final KernelOption PROTOCOL = KernelOption.ofInt("SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);

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

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void optionsOfAClientSurvive(StandardProtocolFamily family) throws IOException {
        Loopback.require(family);
        loopback.run(() -> {
            try (SocketChannel channel = SocketChannel.open(family)) {
                Map<SocketOption<?>, Object> set = set(channel, clientOptions());
                if (family == StandardProtocolFamily.INET) {
                    set.putAll(set(channel, Map.of(IP_TOS, 0x28)));
                }
                assertTrue(Mptcp.upgrade(channel, REQUIRE));
                assertEquals(set, read(channel, set));
            }
        });
    }

    @Test
    void optionsOfAServerSurvive() throws IOException {
        loopback.run(() -> {
            try (ServerSocketChannel channel = ServerSocketChannel.open()) {
                Map<SocketOption<?>, Object> set = set(channel, serverOptions());
                set.put(SO_REUSEADDR, true); // the JDK's own choice
                assertTrue(Mptcp.upgrade(channel, REQUIRE));
                assertEquals(set, read(channel, set));
            }
        });
    }

    @Test
    void optionsOfAsynchronousChannelsSurvive() throws IOException {
        loopback.run(() -> {
            try (AsynchronousSocketChannel client = AsynchronousSocketChannel.open();
                    AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open()) {
                Map<SocketOption<?>, Object> options = clientOptions();
                options.remove(SO_LINGER); // not offered there
                Map<SocketOption<?>, Object> ofClient = set(client, options);
                Map<SocketOption<?>, Object> ofServer = set(server, serverOptions());
                assertTrue(Mptcp.upgrade(client, REQUIRE));
                assertTrue(Mptcp.upgrade(server, REQUIRE));
                assertEquals(ofClient, read(client, ofClient));
                assertEquals(ofServer, read(server, ofServer));
            }
        });
    }

    @Test
    void optionsOfSocketsSurvive() throws IOException {
        loopback.run(() -> {
            try (Socket client = new Socket();
                    ServerSocket server = new ServerSocket()) {
                client.setSoLinger(true, 7);
                client.setKeepAlive(true);
                client.setSoTimeout(123);
                server.setReceiveBufferSize(50_000);
                server.setReuseAddress(false);
                assertTrue(Mptcp.upgrade(client, REQUIRE));
                assertTrue(Mptcp.upgrade(server, REQUIRE));
                assertEquals(7, client.getSoLinger());
                assertTrue(client.getKeepAlive());
                assertEquals(123, client.getSoTimeout());
                assertEquals(50_000, server.getReceiveBufferSize());
                assertFalse(server.getReuseAddress());
            }
        });
    }

    private static Map<SocketOption<?>, Object> clientOptions() {
        Map<SocketOption<?>, Object> options = serverOptions();
        options.put(SO_SNDBUF, 40_000);
        options.put(SO_KEEPALIVE, true);
        options.put(SO_REUSEADDR, true);
        options.put(SO_LINGER, 7);
        options.put(TCP_NODELAY, true);
        return options;
    }

    private static Map<SocketOption<?>, Object> serverOptions() {
        Map<SocketOption<?>, Object> options = new LinkedHashMap<>();
        options.put(SO_RCVBUF, 50_000);
        options.put(SO_REUSEPORT, true);
        options.put(TCP_KEEPIDLE, 111);
        options.put(TCP_KEEPINTERVAL, 22);
        options.put(TCP_KEEPCOUNT, 3);
        return options;
    }

    @SuppressWarnings("unchecked")
    private static Map<SocketOption<?>, Object> set(NetworkChannel channel, Map<SocketOption<?>, Object> options)
            throws IOException {
        for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
            channel.setOption((SocketOption<Object>) option.getKey(), option.getValue());
        }
        return new LinkedHashMap<>(options);
    }

    private static Map<SocketOption<?>, Object> read(NetworkChannel channel, Map<SocketOption<?>, Object> options)
            throws IOException {
        Map<SocketOption<?>, Object> values = new LinkedHashMap<>();
        for (SocketOption<?> option : options.keySet()) {
            values.put(option, channel.getOption(option));
        }
        return values;
    }

    @Test
    void buffersThatNobodySetStayTheKernelsToTune() throws IOException {
        loopback.run(() -> {
            try (SocketChannel channel = Mptcp.openSocketChannel(REQUIRE);
                    SocketChannel set = SocketChannel.open()) {
                assertEquals(0, LOCKS.readInt(descriptor(channel)));
                set.setOption(SO_RCVBUF, set.getOption(SO_RCVBUF)); // to what it is anyway
                assertTrue(Mptcp.upgrade(set, REQUIRE));
                assertEquals(SocketAbi.SOCK_RCVBUF_LOCK, LOCKS.readInt(descriptor(set)));
            }
        });
    }

    @Test
    void descriptorFlagsSurvive() throws IOException {
        loopback.run(() -> {
            try (SocketChannel channel = SocketChannel.open()) {
                Libc libc = Libc.get();
                int fd = descriptor(channel);
                assertEquals(0, libc.fcntl(fd, F_GETFD, 0), "a JDK socket is open in child processes");
                assertTrue(Mptcp.upgrade(channel, REQUIRE));
                assertEquals(0, libc.fcntl(fd, F_GETFD, 0));
                assertEquals(0, libc.fcntl(fd, F_GETFL, 0) & O_NONBLOCK);
            }
            try (SocketChannel channel = SocketChannel.open()) {
                Libc libc = Libc.get();
                int fd = descriptor(channel);
                channel.configureBlocking(false);
                Fd.check("fcntl", libc.fcntl(fd, 2, FD_CLOEXEC)); // F_SETFD
                assertTrue(Mptcp.upgrade(channel, REQUIRE));
                assertEquals(FD_CLOEXEC, libc.fcntl(fd, F_GETFD, 0));
                assertEquals(O_NONBLOCK, libc.fcntl(fd, F_GETFL, 0) & O_NONBLOCK);
            }
        });
    }

    @Test
    void bothFamiliesStayReachableWhereSocketsAreForOneByDefault() throws IOException {
        Loopback.require(StandardProtocolFamily.INET6);
        loopback.sysctl("net.ipv6.bindv6only", 1);
        loopback.run(() -> {
            try (Pair pair = Pair.multipath().echo(10)) {
                assertEquals(
                        ConnectionStatus.MULTIPATH,
                        MptcpConnection.of(pair.server()).status());
            }
        });
    }

    @Test
    void anOptionThatMptcpLacksStandsInTheWay() throws IOException {
        loopback.run(() -> {
            assertStandsInTheWay("SO_OOBINLINE", oobInline(), true);
            assertStandsInTheWay("TCP_QUICKACK", TCP_QUICKACK, false);
        });
    }

    @Test
    void soDoesTheTrafficClassOfIpv6() throws IOException {
        Loopback.require(StandardProtocolFamily.INET6);
        loopback.run(() -> assertStandsInTheWay("IPV6_TCLASS", IP_TOS, 0x28));
    }

    /** The JDK has it for {@code channel.socket().setOOBInline} and in no public constant. */
    @SuppressWarnings("unchecked")
    private static SocketOption<Boolean> oobInline() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            return (SocketOption<Boolean>) channel.supportedOptions().stream()
                    .filter(option -> option.name().equals("SO_OOBINLINE"))
                    .findAny()
                    .orElseThrow();
        }
    }

    private static <T> void assertStandsInTheWay(String name, SocketOption<T> option, T value) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(option, value);
            channel.setOption(TCP_KEEPINTERVAL, 33);
            LinuxException refusal = assertThrows(LinuxException.class, () -> Mptcp.upgrade(channel, REQUIRE));
            assertEquals("setsockopt(" + name + ")", refusal.operation());
            assertTrue(refusal.getMessage().contains(name + " was set"), refusal.getMessage());
            assertTrue(KernelOption.isUnknown(refusal.errno()), refusal.getMessage());
            assertFalse(Mptcp.upgrade(channel, PREFER));
            assertEquals(value, channel.getOption(option));
            assertEquals(33, channel.getOption(TCP_KEEPINTERVAL), "not the tag");
            int fd = descriptor(channel);
            assertEquals(IPPROTO_TCP, PROTOCOL.readInt(fd));
            assertEquals(0, LOCKS.readInt(fd));
            try (Pair pair = Pair.connect(channel, ServerSocketChannel.open()).echo(10)) {
                assertEquals(
                        ConnectionStatus.PLAIN_TCP,
                        MptcpConnection.of(pair.client()).status());
            }
        }
    }

    @Test
    void aSocketOfAnotherNamespaceIsNotMovedToThisOne() throws IOException {
        try (SocketChannel here = SocketChannel.open()) {
            loopback.run(() -> {
                LinuxException refusal = assertThrows(LinuxException.class, () -> Mptcp.upgrade(here, REQUIRE));
                assertEquals(Errno.EINVAL, refusal.errno());
                assertFalse(Mptcp.upgrade(here, PREFER));
            });
            assertTrue(Mptcp.upgrade(here, REQUIRE), "in its own");
        }
    }

    private static int descriptor(NetworkChannel channel) throws IOException {
        return DescriptorFinder.find(JdkSocket.of(channel));
    }
}
