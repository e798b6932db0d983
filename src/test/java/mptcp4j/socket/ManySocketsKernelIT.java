package mptcp4j.socket;

import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static mptcp4j.linux.Abi.IPPROTO_MPTCP;
import static mptcp4j.linux.Abi.IPPROTO_TCP;
import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.linux.Abi.SO_PROTOCOL;
import static mptcp4j.socket.MptcpMode.REQUIRE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mptcp4j.MptcpInfo;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The right descriptor is found among many, and while other threads open, upgrade and close. */
class ManySocketsKernelIT {
    private static final KernelOption PROTOCOL = KernelOption.ofInt("SO_PROTOCOL", SOL_SOCKET, SO_PROTOCOL);
    private static final KernelOption INTERVAL =
            KernelOption.ofInt("TCP_KEEPINTVL", IPPROTO_TCP, SocketAbi.TCP_KEEPINTVL);
    private static final int FIRST_TAG = 1000;
    private static final int THREADS = 8;
    private static final int CHANNELS = 200;

    private final List<SocketChannel> open = new ArrayList<>();

    @BeforeEach
    void needsMptcp() {
        Requires.mptcp();
    }

    @AfterEach
    void closeAll() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    @Test
    void eachThreadGetsItsOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<List<SocketChannel>>> opening = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            boolean asOne = i % 2 == 0;
            opening.add(threads.submit(() -> openWhileOthersDo(asOne)));
        }
        for (Future<List<SocketChannel>> opened : opening) {
            open.addAll(opened.get(120, TimeUnit.SECONDS));
        }
        threads.shutdown();
        assertEquals(THREADS * CHANNELS, open.size());
        assertEachIsMptcpAndItsOwn(open);
    }

    /** Closes some between, so that numbers are free in the middle and are given out again at once. */
    private static List<SocketChannel> openWhileOthersDo(boolean asOne) throws IOException {
        List<SocketChannel> mine = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) {
            SocketChannel passing = SocketChannel.open();
            SocketChannel channel = asOne ? Mptcp.openSocketChannel(REQUIRE) : SocketChannel.open();
            passing.close();
            assertTrue(Mptcp.upgrade(channel, REQUIRE));
            mine.add(channel);
        }
        return mine;
    }

    @Test
    void connectionsOfManyThreadsCarryTheirOwnData() throws Exception {
        try (Loopback loopback = Loopback.create()) {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<Boolean>> echoes = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int size = 1000 + i;
                Callable<Boolean> echo = () -> {
                    try (Pair pair = Pair.multipath().echo(size)) {
                        MptcpInfo info = MptcpConnection.of(pair.client()).info();
                        return info.bytesSent().getAsLong() == size;
                    }
                };
                echoes.add(threads.submit(() -> loopback.call(echo)));
            }
            for (Future<Boolean> echo : echoes) {
                assertTrue(echo.get(60, TimeUnit.SECONDS));
            }
            threads.shutdown();
        }
    }

    @Test
    void findsItAmongTwoThousand() throws IOException {
        for (int i = 0; i < 2000; i++) {
            open.add(SocketChannel.open());
        }
        List<SocketChannel> upgraded = new ArrayList<>();
        upgraded.add(Mptcp.openSocketChannel(REQUIRE));
        for (int i : new int[] {0, 1, 700, 1999}) {
            assertTrue(Mptcp.upgrade(open.get(i), REQUIRE), "far from the numbers that are given out now");
            upgraded.add(open.get(i));
        }
        open.get(1000).close();
        upgraded.add(Mptcp.openSocketChannel(REQUIRE));
        assertEachIsMptcpAndItsOwn(upgraded);
        assertEquals(upgraded.size(), countMptcp(), "and nothing else is");
        open.addAll(upgraded);
    }

    @Test
    void findsWhatFilledAGapFarBelow() throws IOException {
        for (int i = 0; i < 500; i++) {
            open.add(SocketChannel.open());
        }
        open.remove(0).close();
        SocketChannel inTheGap = SocketChannel.open();
        open.add(inTheGap);
        assertTrue(Mptcp.upgrade(inTheGap, REQUIRE));
        assertEachIsMptcpAndItsOwn(List.of(inTheGap));
        assertEquals(1, countMptcp(), "and nothing else is");
    }

    /** Gives each a value of its own through the JDK, and expects to see it once, on an MPTCP socket. */
    private static void assertEachIsMptcpAndItsOwn(List<SocketChannel> channels) throws IOException {
        List<Integer> expected = new ArrayList<>();
        for (SocketChannel channel : channels) {
            expected.add(FIRST_TAG + expected.size());
            channel.setOption(TCP_KEEPINTERVAL, expected.get(expected.size() - 1));
        }
        List<Integer> seen = new ArrayList<>();
        for (int fd : OpenDescriptors.list()) {
            if (PROTOCOL.reads(fd, IPPROTO_MPTCP) && INTERVAL.readInt(fd) >= FIRST_TAG) {
                seen.add(INTERVAL.readInt(fd));
            }
        }
        assertEquals(expected, seen.stream().sorted().toList());
    }

    private static long countMptcp() throws IOException {
        long count = 0;
        for (int fd : OpenDescriptors.list()) {
            count += PROTOCOL.reads(fd, IPPROTO_MPTCP) ? 1 : 0;
        }
        return count;
    }
}
