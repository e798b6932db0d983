package mptcp4j.socket;

import static java.net.StandardSocketOptions.SO_LINGER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Requires;
import mptcp4j.linux.Waiter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AwaitSubflowsKernelIT {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Watched watched;
    private MptcpConnection client;

    @BeforeEach
    void connect() throws IOException {
        Requires.mptcp();
        watched = Watched.connect();
        client = watched.client;
    }

    @AfterEach
    void closeAll() throws IOException {
        if (watched != null) {
            watched.close();
        }
    }

    private List<Long> await(int count, Duration timeout) throws IOException {
        return watched.lab
                .client()
                .call(() -> client.awaitSubflows(count, timeout).stream()
                        .map(Subflow::id)
                        .toList());
    }

    @Test
    void whatIsThereIsNotWaitedFor() throws IOException {
        assertEquals(List.of(1L), await(1, Duration.ZERO));
        watched.openSecond();
        assertEquals(List.of(1L, 2L), await(1, Duration.ZERO));
    }

    /** The kernel of the client has not heard yet whether the server understood MP_CAPABLE. */
    @Test
    void theFirstCountsBeforeAnythingWasSent() throws IOException {
        SocketChannel silent = watched.lab.client().call(() -> Mptcp.openSocketChannel(MptcpMode.REQUIRE));
        try (silent) {
            silent.connect(watched.pair.client().getRemoteAddress());
            MptcpConnection young = MptcpConnection.of(silent);
            assertEquals(
                    1,
                    watched.lab
                            .client()
                            .call(() -> young.awaitSubflows(1, LONG))
                            .size());
        }
    }

    @Test
    void whatComesEndsTheWait() throws Exception {
        var waiting = waiter(2);
        watched.openSecond();
        assertEquals(List.of(1L, 2L), waiting.get());
    }

    @Test
    void whatComesIsSeenWithoutTheKernelsEvents() throws Exception {
        var waiting = Waiter.start(() -> client.awaitSubflows(2, LONG).size());
        watched.openSecond();
        assertEquals(2, waiting.get());
    }

    @Test
    void whatDoesNotComeInTimeIsSaid() throws IOException {
        LinuxException late = assertThrows(LinuxException.class, () -> await(3, Duration.ofMillis(30)));
        assertEquals(
                List.of(Errno.ETIMEDOUT, "1 of 3 subflows after 30 ms"), List.of(late.errno(), late.detail() + ""));
    }

    @Test
    void anInterruptNeitherEndsTheWaitNorIsLost() throws IOException {
        Thread.currentThread().interrupt();
        LinuxException late = assertThrows(LinuxException.class, () -> client.awaitSubflows(2, Duration.ofMillis(30)));
        assertTrue(Thread.interrupted());
        assertEquals(Errno.ETIMEDOUT, late.errno());
    }

    @Test
    void closingTheSocketEndsTheWait() throws Exception {
        var waiting = waiter(2);
        watched.pair.client().close();
        assertInstanceOf(ClosedChannelException.class, failure(waiting));
        assertThrows(ClosedChannelException.class, () -> await(1, LONG));
    }

    @Test
    void anAbortByThePeerEndsTheWait() throws Exception {
        var waiting = waiter(2);
        watched.pair.server().setOption(SO_LINGER, 0);
        watched.pair.server().close();
        assertEquals(
                Errno.ENOTCONN,
                assertInstanceOf(LinuxException.class, failure(waiting)).errno());
    }

    @Test
    void whatIsWrongIsRefusedAtOnce() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> client.awaitSubflows(0, LONG));
        try (Pair pair =
                watched.lab.client().call(() -> Pair.connect(SocketChannel.open(), ServerSocketChannel.open()))) {
            MptcpConnection plain = MptcpConnection.of(pair.client());
            assertEquals(
                    Errno.EOPNOTSUPP,
                    assertThrows(LinuxException.class, () -> plain.awaitSubflows(1, LONG))
                            .errno());
        }
    }

    /** Returns one that waits in the namespace of the client, for the kernel's events. */
    private Waiter<List<Long>> waiter(int count) throws Exception {
        return watched.lab
                .client()
                .call(() -> Waiter.startAndAwait(() -> client.awaitSubflows(count, LONG).stream()
                        .map(Subflow::id)
                        .toList()));
    }

    private static Throwable failure(Waiter<?> waiter) {
        return assertThrows(ExecutionException.class, waiter::get).getCause();
    }
}
