package mptcp4j.bpf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static mptcp4j.linux.Abi.IPPROTO_IP;
import static mptcp4j.linux.Abi.IPPROTO_TCP;
import static mptcp4j.linux.Abi.SOL_SOCKET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.BpfRights;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Options of one subflow of three, on the running kernel; {@code ss} is the witness. */
@Timeout(60)
class LiveOptionsKernelIT {
    private static final int SO_SNDBUF = 7;
    private static final int SO_PRIORITY = 12;
    private static final int SO_BINDTODEVICE = 25;
    private static final int SO_MARK = 36;
    private static final int SO_MAX_PACING_RATE = 47;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_CONGESTION = 13;
    private static final int TCP_USER_TIMEOUT = 18;
    private static final int TCP_NOTSENT_LOWAT = 25;
    private static final int NAME_SIZE = 16;
    private static final int LO = 1;
    private static final Kernel TESTED = new Kernel(6, 18);

    private LiveOptions options;
    private ThreeSubflows three;

    @BeforeEach
    void load() throws IOException {
        BpfRights.require();
        Requires.program("ss");
        options = LiveOptions.open();
    }

    @AfterEach
    void closeAll() throws IOException {
        if (options != null) {
            options.close();
        }
        if (three != null) {
            three.close();
        }
    }

    private List<SubflowSocket> connect() throws IOException {
        three = ThreeSubflows.open();
        return three.subflows(three.client);
    }

    private void set(SubflowSocket subflow, int level, int name, int value) throws IOException {
        three.netns.run(() -> options.set(subflow, level, name, bytes(value)));
    }

    private int get(SubflowSocket subflow, int level, int name) throws IOException {
        byte[] value = three.netns.call(() -> options.get(subflow, level, name, Integer.BYTES));
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    private static byte[] terminated(String name) {
        return Arrays.copyOf(name.getBytes(US_ASCII), NAME_SIZE);
    }

    private static String local(SubflowSocket subflow) {
        return subflow.local().getAddress().getHostAddress() + ":"
                + subflow.local().getPort();
    }

    @Test
    void isOnThatSubflowAndThereOnly() throws IOException {
        List<SubflowSocket> subflows = connect();
        String other = three.otherCongestionControl();
        SubflowSocket second = subflows.get(1);
        set(second, IPPROTO_IP, IP_TOS, 0x28);
        set(second, SOL_SOCKET, SO_MARK, 77);
        three.netns.run(() -> options.set(second, IPPROTO_TCP, TCP_CONGESTION, other.getBytes(US_ASCII)));
        assertEquals(List.of(local(second)), three.shown("tos:0x28"));
        assertEquals(List.of(local(second)), three.shown("fwmark:0x4d"));
        assertEquals(List.of(local(second)), three.shown(other));
        assertEquals(
                List.of(0, 0x28, 0),
                List.of(
                        get(subflows.get(0), IPPROTO_IP, IP_TOS),
                        get(second, IPPROTO_IP, IP_TOS),
                        get(subflows.get(2), IPPROTO_IP, IP_TOS)));
        three.echo();
    }

    @Test
    void readsBackWhatWasSet() throws IOException {
        List<SubflowSocket> subflows = connect();
        int[][] levelNameValue = {
            {IPPROTO_IP, IP_TOS, 0x10},
            {SOL_SOCKET, SO_MARK, -2},
            {SOL_SOCKET, SO_PRIORITY, 6},
            {SOL_SOCKET, SO_MAX_PACING_RATE, 1_000_000},
            {IPPROTO_TCP, TCP_NODELAY, 1},
            {IPPROTO_TCP, TCP_USER_TIMEOUT, 12_345},
            {IPPROTO_TCP, TCP_KEEPIDLE, 11},
            {IPPROTO_TCP, TCP_KEEPINTVL, 12},
            {IPPROTO_TCP, TCP_KEEPCNT, 13},
            {IPPROTO_TCP, TCP_NOTSENT_LOWAT, 65_536},
        };
        SubflowSocket third = subflows.get(2);
        List<Integer> before = values(subflows.get(0), levelNameValue);
        for (int[] option : levelNameValue) {
            set(third, option[0], option[1], option[2]);
        }
        assertEquals(Arrays.stream(levelNameValue).map(option -> option[2]).toList(), values(third, levelNameValue));
        assertEquals(before, values(subflows.get(0), levelNameValue), "another is as it was");
        set(third, SOL_SOCKET, SO_SNDBUF, 50_000);
        assertEquals(100_000, get(third, SOL_SOCKET, SO_SNDBUF), "the kernel doubles buffers");
    }

    private List<Integer> values(SubflowSocket subflow, int[][] options) throws IOException {
        List<Integer> values = new ArrayList<>();
        for (int[] option : options) {
            values.add(get(subflow, option[0], option[1]));
        }
        return values;
    }

    @Test
    void takesNamesWithAndWithoutTheirZero() throws IOException {
        SubflowSocket first = connect().get(0);
        for (byte[] name : List.of("reno".getBytes(US_ASCII), terminated("cubic"), terminated("reno"))) {
            three.netns.run(() -> options.set(first, IPPROTO_TCP, TCP_CONGESTION, name));
            assertArrayEquals(
                    Arrays.copyOf(name, NAME_SIZE),
                    three.netns.call(() -> options.get(first, IPPROTO_TCP, TCP_CONGESTION, NAME_SIZE)));
        }
        for (byte[] name : List.of("lo".getBytes(US_ASCII), terminated("lo"))) {
            three.netns.run(() -> options.set(first, SOL_SOCKET, SO_BINDTODEVICE, name));
            assertEquals(LO, three.netns.call(() -> options.boundInterface(first)));
            three.netns.run(() -> options.set(first, SOL_SOCKET, SO_BINDTODEVICE, new byte[1]));
            assertEquals(0, three.netns.call(() -> options.boundInterface(first)));
        }
        three.echo();
    }

    @Test
    void saysWhatTheKernelSays() throws IOException {
        SubflowSocket first = connect().get(0);
        refused(Errno.EINVAL, () -> set(first, 99, 1, 0));
        refused(Errno.EINVAL, () -> set(first, IPPROTO_IP, IP_TTL, 1));
        refused(Errno.EINVAL, () -> set(first, IPPROTO_TCP, TCP_KEEPCNT, 1000));
        refused(Errno.EINVAL, () -> three.netns.run(() -> options.set(first, SOL_SOCKET, SO_MARK, new byte[8])));
        refused(
                Errno.ENOENT,
                () -> three.netns.run(() -> options.set(first, IPPROTO_TCP, TCP_CONGESTION, terminated("nosuch"))));
        refused(
                Errno.ENODEV,
                () -> three.netns.run(() -> options.set(first, SOL_SOCKET, SO_BINDTODEVICE, terminated("nosuch"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> three.netns.run(() -> options.set(first, IPPROTO_TCP, TCP_CONGESTION, new byte[65])));
    }

    @Test
    void findsNoOtherSubflow() throws IOException {
        SubflowSocket first = connect().get(0);
        refused(Errno.ESRCH, () -> options.get(first, SOL_SOCKET, SO_MARK, Integer.BYTES));
        long otherToken = first.token() == 1 ? 2 : first.token() - 1;
        refused(
                Errno.ESRCH,
                () -> get(new SubflowSocket(first.local(), first.remote(), otherToken), SOL_SOCKET, SO_MARK));
        refused(
                Errno.ESRCH,
                () -> get(new SubflowSocket(first.remote(), first.local(), first.token()), SOL_SOCKET, SO_MARK));
        var elsewhere = new InetSocketAddress(
                first.remote().getAddress(), first.remote().getPort() ^ 1);
        LinuxException refusal = refused(
                Errno.ESRCH,
                () -> get(new SubflowSocket(first.local(), elsewhere, first.token()), SOL_SOCKET, SO_MARK));
        assertEquals(
                "bpf_getsockopt: no subflow in this network namespace from " + local(first) + " to 127.0.0.1:"
                        + elsewhere.getPort() + " of connection " + first.token() + " (ESRCH)",
                refusal.getMessage());
    }

    /** Older kernels know the TOS of sockets for IPv4 only. */
    @Test
    void oneOverIpv4OfASocketForIpv6IsFoundLikewise() throws IOException {
        three = ThreeSubflows.toDualStackServer();
        for (SubflowSocket subflow : three.subflows(three.server)) {
            set(subflow, SOL_SOCKET, SO_MARK, 5);
            assertEquals(5, get(subflow, SOL_SOCKET, SO_MARK));
            assertEquals(0, three.netns.call(() -> options.typeOfService(subflow)));
            if (Kernel.running().has(TESTED)) {
                set(subflow, IPPROTO_IP, IP_TOS, 0x28);
                assertEquals(0x28, three.netns.call(() -> options.typeOfService(subflow)));
            } else {
                LinuxException refusal = refused(Errno.EINVAL, () -> set(subflow, IPPROTO_IP, IP_TOS, 0x28));
                assertTrue(refusal.getMessage().contains("AF_INET6"), refusal.getMessage());
            }
        }
        SubflowSocket client = three.subflows(three.client).get(2);
        set(client, IPPROTO_IP, IP_TOS, 0x28);
        assertEquals(0x28, three.netns.call(() -> options.typeOfService(client)));
    }

    @Test
    void aThousandOtherSocketsDoNotMatter() throws IOException {
        List<SubflowSocket> subflows = connect();
        three.addOthers(1000);
        set(subflows.get(2), SOL_SOCKET, SO_MARK, 99);
        assertEquals(List.of(local(subflows.get(2))), three.shown("fwmark:0x63"));
        assertEquals(99, get(subflows.get(2), SOL_SOCKET, SO_MARK));
        assertEquals(0, get(subflows.get(1), SOL_SOCKET, SO_MARK));
    }

    @Test
    void manyAskAtOnceAndEachGetsItsOwn() throws IOException {
        List<SubflowSocket> subflows = connect();
        try (LiveOptions others = LiveOptions.open()) {
            CompletableFuture.allOf(
                            repeat(options, subflows.get(0), 1000),
                            repeat(options, subflows.get(1), 2000),
                            repeat(others, subflows.get(2), 3000))
                    .join();
        }
    }

    private CompletableFuture<Void> repeat(LiveOptions options, SubflowSocket subflow, int from) {
        return CompletableFuture.runAsync(() -> {
            try {
                three.netns.run(() -> {
                    for (int mark = from; mark < from + 200; mark++) {
                        options.set(subflow, SOL_SOCKET, SO_MARK, bytes(mark));
                        assertArrayEquals(bytes(mark), options.get(subflow, SOL_SOCKET, SO_MARK, Integer.BYTES));
                    }
                });
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void isOfNoUseOnceClosed() throws IOException {
        SubflowSocket first = connect().get(0);
        options.close();
        options.close();
        refused(Errno.EBADF, () -> get(first, SOL_SOCKET, SO_MARK));
    }

    private static LinuxException refused(Errno errno, Executable method) {
        LinuxException refusal = assertThrows(LinuxException.class, method);
        assertEquals(errno, refusal.errno(), refusal.getMessage());
        return refusal;
    }
}
