package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.lab.Failure;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection ends while a subflow of it is waited for: so does the wait, and not only in time. */
@Timeout(60)
class EndWhileOpeningKernelIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int SECONDS = 10;

    private SteeredHosts lab;
    private Connected connected;

    @BeforeEach
    void connect() throws IOException {
        lab = SteeredHosts.create(2);
        lab.lab().path(1).fail(Failure.BLACKHOLE);
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    /** Begins to open one that nobody answers. */
    private CompletableFuture<Subflow> begin() throws Exception {
        connected = lab.connect();
        CompletableFuture<Subflow> opening = inBackground();
        Loopback.await("the SYN", () -> connected.client().subflows().size() == 2);
        return opening;
    }

    private CompletableFuture<Subflow> inBackground() throws IOException {
        SubflowSpec spec =
                SubflowSpec.from(lab.client().address(1)).to(lab.server().address(1));
        return lab.client().call(() -> connected.client().openSubflowAsync(spec, LONG));
    }

    @Test
    void cancelledClosesWhatComesOfIt() throws Exception {
        CompletableFuture<Subflow> opening = begin();
        opening.cancel(true);
        lab.lab().path(1).restore();
        Loopback.await("closed", () -> connected.client().subflows().size() == 1);
    }

    private static Throwable end(CompletableFuture<Subflow> opening) {
        return assertThrows(ExecutionException.class, () -> opening.get(SECONDS, TimeUnit.SECONDS))
                .getCause();
    }

    private static void assertNotConnected(String words, Throwable end) {
        LinuxException refusal = (LinuxException) end;
        assertEquals(Errno.ENOTCONN, refusal.errno());
        assertTrue(String.valueOf(refusal.detail()).contains(words), refusal::getMessage);
    }

    @Test
    void closedHere() throws Exception {
        CompletableFuture<Subflow> opening = begin();
        connected.pair().client().close();
        assertEquals(ClosedChannelException.class, end(opening).getClass());
    }

    @Test
    void closedByThePeer() throws Exception {
        CompletableFuture<Subflow> opening = begin();
        connected.pair().server().close();
        assertNotConnected("the peer is closing the connection", end(opening));
        assertEquals(1, connected.client().subflows().size(), "nothing is left of the attempt");
    }

    @Test
    void abortedByThePeer() throws Exception {
        CompletableFuture<Subflow> opening = begin();
        connected.pair().server().setOption(StandardSocketOptions.SO_LINGER, 0);
        connected.pair().server().close();
        assertNotConnected("the connection has ended", end(opening));
    }

    @Test
    void theSubflowIsClosedByAnother() throws Exception {
        CompletableFuture<Subflow> opening = begin();
        connected.close(2);
        LinuxException refusal = (LinuxException) end(opening);
        assertEquals(Errno.ECONNABORTED, refusal.errno(), refusal::getMessage);
    }

    @Test
    void closedHereBeforeItCouldBeJoined() throws Exception {
        connected = lab.connect(lab.server().address(0));
        CompletableFuture<Subflow> opening = inBackground();
        connected.pair().client().close();
        assertEquals(ClosedChannelException.class, end(opening).getClass());
    }

    @Test
    void closedByThePeerBeforeItCouldBeJoined() throws Exception {
        connected = lab.connect(lab.server().address(0));
        CompletableFuture<Subflow> opening = inBackground();
        connected.pair().server().close();
        assertNotConnected("the peer is closing the connection", end(opening));
    }
}
