package mptcp4j.socket;

import static java.net.StandardSocketOptions.SO_LINGER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Waiter;
import mptcp4j.socket.ConnectionEvent.ConnectionClosed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that ends between two questions that are one look. */
@Timeout(300)
class AbortedWhileLookingKernelIT {
    private static final int TIMES = 100;
    /** So that a look follows the other. */
    private static final Duration ALWAYS = Duration.ofNanos(1);

    private SteeredHosts hosts;

    @BeforeEach
    void create() throws IOException {
        hosts = SteeredHosts.create(1);
    }

    @AfterEach
    void closeAll() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void aListenerThatPollsHearsOfTheEnd() throws Exception {
        listenTo(client -> client.events().polled(ALWAYS, new LinuxException("monitor", Errno.EPERM)));
    }

    @Test
    void aListenerOfTheKernelHearsOfTheEnd() throws Exception {
        listenTo(client -> client.events().kernel(ALWAYS, 1 << 16));
    }

    private void listenTo(Source source) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            var connected = hosts.connect();
            var heard = new Heard();
            Subflow first = connected.client().subflows().get(0);
            try (var subscription = hosts.client()
                    .call(() -> connected.client().events().subscribe(heard, source.of(connected.client())))) {
                abort(connected, i);
                assertEquals(first.id(), ((ConnectionEvent.SubflowClosed) heard.next()).id());
                heard.expect(new ConnectionClosed());
                Loopback.await("it has ended", () -> !subscription.isOpen());
            }
        }
    }

    @Test
    void whoAwaitsSubflowsIsToldThatThereIsNoConnection() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            var connected = hosts.connect();
            Waiter<?> waiting = hosts.client()
                    .call(() -> Waiter.start(() -> connected.client().awaitSubflows(2, Duration.ofSeconds(20))));
            abort(connected, i);
            var failure = (LinuxException) Assertions.assertThrows(ExecutionException.class, waiting::get)
                    .getCause();
            assertEquals(Errno.ENOTCONN, failure.errno());
        }
    }

    /** At another moment each time. */
    private static void abort(SteeredHosts.Connected connected, int moment) throws IOException {
        LockSupport.parkNanos(moment * 20_000L);
        connected.pair().server().setOption(SO_LINGER, 0);
        connected.pair().server().close();
    }

    private interface Source {
        ChangeSource of(MptcpConnection connection) throws IOException;
    }
}
