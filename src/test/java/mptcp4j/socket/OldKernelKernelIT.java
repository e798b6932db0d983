package mptcp4j.socket;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static mptcp4j.linux.Abi.*;
import static mptcp4j.socket.SocketAbi.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Upgrades where an MPTCP socket has as few options as in old kernels: no {@code TCP_KEEP*} (before 6.10), nothing of
 * IP and IPv6 to be read (before 6.15), and nobody tells which buffers were set (before 5.15) or where a socket lives
 * (before 5.14).
 */
class OldKernelKernelIT {
    private static final KernelOption PROTOCOL = KernelOption.ofInt("SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);
    private static final Set<Integer> UNKNOWN = Set.of(SO_BUF_LOCK, SO_NETNS_COOKIE);
    private static final Set<Integer> NOT_TO_BE_READ = Set.of(IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP);
    private static final Set<Integer> NOT_TO_BE_SET = Set.of(TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT);

    private final Upgrade upgrade = new Upgrade(oldKernel());
    private Loopback loopback;

    @BeforeEach
    void createNamespace() throws IOException {
        loopback = Loopback.create();
    }

    @AfterEach
    void closeNamespace() {
        loopback.close();
    }

    private static Libc oldKernel() {
        Libc kernel = Libc.get();
        return (Libc) Proxy.newProxyInstance(
                Libc.class.getClassLoader(), new Class<?>[] {Libc.class}, (p, call, in) -> {
                    if (call.getName().equals("getsockopt") && lacks((int) in[0], (int) in[1], (int) in[2])) {
                        return -Errno.EOPNOTSUPP.number();
                    }
                    if (call.getName().equals("setsockopt")
                            && in[1].equals(IPPROTO_TCP)
                            && NOT_TO_BE_SET.contains(in[2])
                            && PROTOCOL.reads((int) in[0], IPPROTO_MPTCP)) {
                        return -Errno.EOPNOTSUPP.number();
                    }
                    try {
                        return call.invoke(kernel, in);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean lacks(int fd, int level, int option) {
        return level == SOL_SOCKET
                ? UNKNOWN.contains(option)
                : NOT_TO_BE_READ.contains(level) && PROTOCOL.reads(fd, IPPROTO_MPTCP);
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void everyClassOfSocketIsUpgraded(StandardProtocolFamily family) throws IOException {
        Loopback.require(family);
        loopback.run(() -> {
            try (SocketChannel client = SocketChannel.open(family);
                    ServerSocketChannel server = ServerSocketChannel.open(family);
                    AsynchronousSocketChannel asyncClient = AsynchronousSocketChannel.open();
                    AsynchronousServerSocketChannel asyncServer = AsynchronousServerSocketChannel.open();
                    Socket socket = new Socket();
                    ServerSocket serverSocket = new ServerSocket()) {
                for (NetworkChannel channel : new NetworkChannel[] {client, server, asyncClient, asyncServer}) {
                    assertBecomesMptcp(JdkSocket.of(channel));
                }
                assertBecomesMptcp(JdkSocket.of(socket));
                assertBecomesMptcp(JdkSocket.of(serverSocket));
            }
        });
    }

    private void assertBecomesMptcp(JdkSocket socket) throws IOException {
        upgrade.upgrade(socket);
        assertEquals(IPPROTO_MPTCP, PROTOCOL.readInt(DescriptorFinder.find(socket)));
    }

    @Test
    void soIsAChannelThatWasJustOpened() throws IOException {
        loopback.run(() -> {
            try (ServerSocketChannel channel = ServerSocketChannel.open();
                    Fd mptcp = MptcpSockets.open()) {
                JdkSocket socket = JdkSocket.of(channel);
                upgrade.upgradeNew(socket, mptcp, 0);
                assertEquals(IPPROTO_MPTCP, PROTOCOL.readInt(DescriptorFinder.find(socket)));
                assertEquals(true, channel.getOption(StandardSocketOptions.SO_REUSEADDR), "the JDK's own choice");
            }
        });
    }

    @Test
    void whatTheSysctlsSayIsNotTakenForSet() throws IOException {
        loopback.sysctl("net.ipv4.tcp_keepalive_time", 100);
        loopback.sysctl("net.ipv4.tcp_keepalive_intvl", 10);
        loopback.sysctl("net.ipv4.tcp_keepalive_probes", 3);
        loopback.run(() -> {
            try (SocketChannel channel = SocketChannel.open()) {
                assertBecomesMptcp(JdkSocket.of(channel));
            }
        });
    }

    @Test
    void whatWasSetStandsInTheWay() throws IOException {
        loopback.run(() -> {
            try (SocketChannel channel = SocketChannel.open()) {
                channel.setOption(TCP_KEEPINTERVAL, 33);
                JdkSocket socket = JdkSocket.of(channel);
                LinuxException refusal = assertThrows(LinuxException.class, () -> upgrade.upgrade(socket));
                assertEquals("TCP_KEEPINTVL was set to 33, which an MPTCP socket cannot have", refusal.detail());
                assertEquals(33, channel.getOption(TCP_KEEPINTERVAL));
            }
        });
    }

    @Test
    void buffersOfAnotherSizeWereSet() throws IOException {
        loopback.run(() -> {
            try (SocketChannel channel = SocketChannel.open()) {
                int sendBuffer = channel.getOption(StandardSocketOptions.SO_SNDBUF);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, 50_000);
                JdkSocket socket = JdkSocket.of(channel);
                assertBecomesMptcp(socket);
                assertEquals(50_000, channel.getOption(StandardSocketOptions.SO_RCVBUF));
                assertEquals(sendBuffer, channel.getOption(StandardSocketOptions.SO_SNDBUF));
                int locks = KernelOption.ofInt("SO_BUF_LOCK", SOL_SOCKET, SO_BUF_LOCK)
                        .readInt(DescriptorFinder.find(socket));
                assertEquals(SOCK_RCVBUF_LOCK, locks);
            }
        });
    }

    /** The JDK cannot tag an MPTCP socket there. */
    @Test
    void anMptcpSocketIsLeftAsItIs() throws IOException {
        var hidden = new JdkSocket(
                () -> {
                    throw new SocketException("Operation not supported");
                },
                tag -> {},
                () -> {});
        loopback.run(() -> {
            upgrade.upgrade(hidden);
            assertThrows(SocketException.class, () -> new Upgrade(Libc.get()).upgrade(hidden), "here it could");
        });
    }
}
