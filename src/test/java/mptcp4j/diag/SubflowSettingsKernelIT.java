package mptcp4j.diag;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.AF_INET6;
import static mptcp4j.linux.Abi.IPPROTO_MPTCP;
import static mptcp4j.linux.Abi.IPPROTO_TCP;
import static mptcp4j.linux.Abi.SOCK_CLOEXEC;
import static mptcp4j.linux.Abi.SOCK_STREAM;
import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.linux.Abi.SO_RCVBUF;
import static mptcp4j.linux.Abi.SO_SNDBUF;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mptcp4j.linux.Fd;
import mptcp4j.linux.Libc;
import mptcp4j.linux.SockAddr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was set on sockets is what we are told of them, and what {@code ss} shows. */
@Timeout(60)
class SubflowSettingsKernelIT {
    private static final int LO = 1;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_TOS = 1;
    private static final int IPV6_TCLASS = 67;
    private static final int SO_BINDTODEVICE = 25;
    private static final int SO_MARK = 36;
    private static final int TCP_CONGESTION = 13;

    private final List<Fd> clients = new ArrayList<>();
    private Sockets sockets;
    private Connections connections;

    @BeforeEach
    void open() throws IOException {
        sockets = new Sockets();
        connections = sockets.connections();
    }

    @AfterEach
    void close() throws IOException {
        clients.forEach(Fd::close);
        sockets.close();
    }

    @Test
    void areThoseThatWereSet() throws IOException {
        SubflowSettings its = settings(connect(
                AF_INET,
                IPPROTO_MPTCP,
                "127.0.0.1",
                sockets.listen(INET),
                new Option(SOL_SOCKET, SO_MARK, number(-7)),
                new Option(SOL_SOCKET, SO_RCVBUF, number(100_000)),
                new Option(SOL_SOCKET, SO_SNDBUF, number(50_000)),
                new Option(SOL_SOCKET, SO_BINDTODEVICE, text("lo")),
                new Option(IPPROTO_IP, IP_TOS, number(0xb8)),
                new Option(IPPROTO_TCP, TCP_CONGESTION, text("reno"))));
        assertEquals(
                new SubflowSettings(
                        Optional.of("reno"),
                        OptionalInt.of(0xb8),
                        OptionalInt.empty(),
                        OptionalLong.of((1L << 32) - 7),
                        OptionalLong.of(200_000),
                        OptionalLong.of(100_000),
                        LO,
                        its.cookie()),
                its);
        assertSameAsSs(2);
    }

    /** That of a subflow cannot be set through its connection, so it is shown on plain TCP. */
    @Test
    void trafficClassIsThatOfASocketForIpv6() throws IOException {
        Sockets.requireIpv6();
        ServerSocketChannel dual = sockets.listen(INET6);
        Option trafficClass = new Option(IPPROTO_IPV6, IPV6_TCLASS, number(0xb8));
        Option tos = new Option(IPPROTO_IP, IP_TOS, number(0x28));
        SubflowSettings six = settings(connect(AF_INET6, IPPROTO_TCP, "::1", dual, trafficClass, tos));
        assertEquals(List.of(OptionalInt.of(0xb8), OptionalInt.of(0x28)), List.of(six.trafficClass(), six.tos()));
        SubflowSettings four = settings(connect(AF_INET, IPPROTO_MPTCP, "127.0.0.1", dual, tos));
        assertEquals(List.of(OptionalInt.empty(), OptionalInt.of(0x28)), List.of(four.trafficClass(), four.tos()));
        assertSameAsSs(4);
    }

    private void assertSameAsSs(int count) throws IOException {
        String shown = sockets.ss("-tinemOH", "--tos", "state", "connected");
        List<SubflowSettings> ours = new ArrayList<>();
        for (InetSocketAddress[] ends : Ss.ends(shown)) {
            ours.add(connections.settings(ends[0], ends[1]).orElseThrow());
        }
        assertEquals(SsSettings.of(shown), SsSettings.byCookie(ours));
        assertEquals(count, ours.size());
    }

    private SubflowSettings settings(InetSocketAddress[] ends) throws IOException {
        return connections.settings(ends[0], ends[1]).orElseThrow();
    }

    /** Connects a socket with options, and returns its ends. */
    private InetSocketAddress[] connect(
            int family, int protocol, String host, ServerSocketChannel listener, Option... options) throws IOException {
        Libc libc = Libc.get();
        Fd fd = sockets.netns.call(() -> Fd.of("socket", libc.socket(family, SOCK_STREAM | SOCK_CLOEXEC, protocol)));
        clients.add(fd);
        for (Option its : options) {
            Fd.check("setsockopt " + its.name, libc.setsockopt(fd.number(), its.level, its.name, its.value));
        }
        InetAddress address = InetAddress.getByName(host);
        var remote = new InetSocketAddress(address, Sockets.port(listener));
        Fd.check("connect", libc.connect(fd.number(), SockAddr.encode(remote)));
        byte[] name = new byte[SockAddr.STORAGE_SIZE];
        int length = Fd.check("getsockname", libc.getsockname(fd.number(), name));
        return new InetSocketAddress[] {SockAddr.decode(name, 0, length).orElseThrow(), remote};
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    private record Option(int level, int name, byte[] value) {}
}
