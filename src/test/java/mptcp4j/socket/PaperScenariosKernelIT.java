package mptcp4j.socket;

import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_CLOSE_SUB_ID;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_GET_SUB_IDS;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_GET_SUB_TUPLE;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_OPEN_SUB_TUPLE;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_SUB_GETSOCKOPT;
import static mptcp4j.socket.EnhancedSocketOptions.MPTCP_SUB_SETSOCKOPT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpState;
import mptcp4j.linux.BpfRights;
import mptcp4j.pm.PathManagerEvents;
import mptcp4j.socket.EnhancedSocketOptions.SubStatus;
import mptcp4j.socket.EnhancedSocketOptions.SubTuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the examples of the enhanced socket API did while data went over the connection, which arrives as it was sent.
 *
 * <table>
 * <caption>Their scenarios</caption>
 * <tr><td>refresh: open the same from another port, then close; or the other way round<td>{@link #refreshesInEitherOrder}
 * <tr><td>each round add a subflow, and close each with a chance of one in ten<td>{@link #addsAndClosesAtRandomDuringATransfer}
 * <tr><td>IPv6 subflow of an IPv4 connection, and the reverse<td>{@link #joinsOverTheOtherIpVersion}
 * <tr><td>what the subflows carried makes up the stream<td>{@link #countsWhatEachSubflowCarried}
 * <tr><td>IP_TOS and TCP_USER_TIMEOUT of one subflow, read back; TCP_INFO of all<td>{@link #setsOptionsOfOneSubflowAlone}
 * <tr><td>wait for so many subflows before the data<td>{@link #waitsForSoManySubflows}
 * <tr><td>the name of an interface instead of an address<td>{@link #opensFromAnInterfaceByItsName}
 * </table>
 *
 * <p>A port that the program may not have ({@code bind}, EACCES) is among what {@link SubflowRefusalKernelIT#withoutTheRightToLowPorts}
 * tests. The other scenarios are those of {@link EnhancedSocketOptionsKernelIT}.
 */
class PaperScenariosKernelIT {
    private static final int ROUNDS = 60;
    private static final int PIECE = 2000;
    private static final int MAX_SUBFLOWS = 4;

    private SteeredLab lab;
    private Pair pair;
    private MptcpConnection client;

    @BeforeEach
    void createLab() throws IOException {
        lab = SteeredLab.create();
        connectTo(lab.server().address(0));
    }

    private void connectTo(InetAddress server) throws IOException {
        pair = lab.connect(new InetSocketAddress(0), server);
        client = MptcpConnection.of(pair.client());
    }

    @AfterEach
    void close() throws IOException {
        if (pair != null) {
            pair.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    private long open(InetAddress local, InetAddress remote) throws IOException {
        var tuple = new SubTuple(new InetSocketAddress(local, 0), new InetSocketAddress(remote, 0));
        return lab.call(() -> MPTCP_OPEN_SUB_TUPLE.open(client, tuple));
    }

    private void close(long id) throws IOException {
        lab.run(() -> MPTCP_CLOSE_SUB_ID.close(client, id));
    }

    private List<Long> ids() throws IOException {
        return lab.call(() -> MPTCP_GET_SUB_IDS.get(client)).stream()
                .map(SubStatus::id)
                .toList();
    }

    @Test
    void refreshesInEitherOrder() throws Exception {
        SubTuple first = MPTCP_GET_SUB_TUPLE.get(client, 1);
        long second = open(first.local().getAddress(), first.remote().getAddress());
        lab.awaitAtServer(pair, 2);
        close(1);
        Loopback.await("the old one is gone", () -> ids().equals(List.of(second)));
        pair.echo(100_000);
        close(second);
        Loopback.await("no subflow is there", () -> ids().isEmpty());
        long third = open(first.local().getAddress(), first.remote().getAddress());
        pair.echo(100_000);
        assertEquals(List.of(third), ids());
    }

    /**
     * The server is steered from user space, too: a kernel with limits was seen to refuse some of the joins. While one goes on, its program
     * makes no call, and nothing is on its way: see docs/known-kernel-faults.md.
     */
    @Test
    void addsAndClosesAtRandomDuringATransfer() throws Exception {
        pair.close();
        lab.server().sysctl("net.mptcp.pm_type", "1");
        try (PathManagerEvents steering = lab.server().call(() -> PathManagerEvents.open())) {
            connectTo(lab.server().address(0));
            addAndCloseAtRandom();
            assertTrue(steering.isOpen());
        }
    }

    private void addAndCloseAtRandom() throws Exception {
        var done = new AtomicBoolean();
        var lockstep = new ReentrantLock(true);
        var random = new Random(41);
        int closed = 0;
        var executor = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> echoes = executor.submit(() -> echoUntil(done, lockstep));
            for (int round = 0; round < ROUNDS; round++) {
                if (ids().size() < MAX_SUBFLOWS) {
                    InetAddress from = lab.client().address(round % 2);
                    whileLocked(lockstep, () -> open(from, lab.server().address(0)));
                }
                for (long id : ids()) {
                    if (random.nextInt(10) == 0) {
                        close(id);
                        closed++;
                    }
                }
            }
            done.set(true);
            int pieces = echoes.get(20, TimeUnit.SECONDS);
            assertTrue(pieces > 0, "some data went there and back");
        } finally {
            done.set(true);
            executor.shutdownNow();
        }
        assertTrue(closed > ROUNDS / 10, "closed: " + closed);
    }

    private int echoUntil(AtomicBoolean done, ReentrantLock lockstep) throws IOException {
        int pieces = 0;
        while (!done.get()) {
            whileLocked(lockstep, () -> pair.echo(PIECE));
            pieces++;
        }
        return pieces;
    }

    private static void whileLocked(Lock lock, Task task) throws IOException {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }

    @Test
    void joinsOverTheOtherIpVersion() throws IOException {
        Loopback.require(StandardProtocolFamily.INET6);
        assertEquals(2, open(lab.client().address6(1), lab.server().address6(0)));
        pair.echo(1000);
        pair.close();
        connectTo(lab.server().address6(0));
        long id = open(lab.client().address(1), lab.server().address(0));
        assertEquals(
                lab.client().address(1),
                MPTCP_GET_SUB_TUPLE.get(client, id).local().getAddress());
        pair.echo(1000);
    }

    @Test
    void countsWhatEachSubflowCarried() throws Exception {
        open(lab.client().address(1), lab.server().address(0));
        lab.awaitAtServer(pair, 2);
        int amount = 300_000;
        pair.echo(amount);
        Loopback.await("all is acknowledged", () -> sum(carried()) >= amount);
        assertTrue(carried().stream().allMatch(bytes -> bytes > 0), () -> "each has carried some");
    }

    private List<Long> carried() throws IOException {
        return client.subflows().stream()
                .map(subflow -> subflow.tcpInfo().traffic().bytesAcknowledged())
                .toList();
    }

    private static long sum(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void setsOptionsOfOneSubflowAlone() throws IOException {
        BpfRights.require();
        long second = open(lab.client().address(1), lab.server().address(0));
        long third = open(lab.client().address(0), lab.server().address(0));
        int before = get(third, SubflowOption.TCP_USER_TIMEOUT);
        lab.run(() -> MPTCP_SUB_SETSOCKOPT.set(client, second, SubflowOption.IP_TOS, 28));
        lab.run(() -> MPTCP_SUB_SETSOCKOPT.set(client, second, SubflowOption.TCP_USER_TIMEOUT, before + 5000));
        assertEquals(28, get(second, SubflowOption.IP_TOS));
        assertEquals(before + 5000, get(second, SubflowOption.TCP_USER_TIMEOUT));
        for (long other : List.of(1L, third)) {
            assertEquals(0, get(other, SubflowOption.IP_TOS));
            assertEquals(before, get(other, SubflowOption.TCP_USER_TIMEOUT));
        }
        for (long id : ids()) {
            assertEquals(TcpState.ESTABLISHED, get(id, SubflowOption.TCP_INFO).state());
        }
        LinuxException refusal = assertThrows(LinuxException.class, () -> get(100, SubflowOption.IP_TOS));
        assertEquals(Errno.EINVAL, refusal.errno(), refusal::getMessage);
    }

    private <T> T get(long id, SubflowOption<T> option) throws IOException {
        return lab.call(() -> MPTCP_SUB_GETSOCKOPT.get(client, id, option));
    }

    @Test
    void waitsForSoManySubflows() throws Exception {
        var tuple = new SubTuple(
                new InetSocketAddress(lab.client().address(1), 0),
                new InetSocketAddress(lab.server().address(0), 0));
        var opening = lab.call(() -> MPTCP_OPEN_SUB_TUPLE.openAsync(client, tuple, false));
        List<Subflow> two = lab.call(() -> client.awaitSubflows(2, MptcpConnection.DEFAULT_TIMEOUT));
        assertEquals(List.of(1L, opening.get()), two.stream().map(Subflow::id).toList());
        LinuxException late = assertThrows(
                LinuxException.class, () -> lab.call(() -> client.awaitSubflows(3, Duration.ofMillis(50))));
        assertEquals(Errno.ETIMEDOUT, late.errno());
    }

    @Test
    void opensFromAnInterfaceByItsName() throws IOException {
        String link = lab.client().linkName(1);
        Subflow opened = lab.call(() -> client.openSubflow(SubflowSpec.fromInterface(link)));
        assertEquals(lab.client().address(1), opened.local().getAddress());
        pair.echo(1000);
    }
}
