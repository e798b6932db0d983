package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that the kernel drops, as the daemon does not come to take them. */
@Timeout(120)
class OverflowKernelIT {
    private static final int CONNECTIONS = 300;
    private static final int CLOSED = 60;

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private ManagedHosts hosts;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(2);
    }

    @AfterEach
    void close() throws IOException {
        other.shutdownNow();
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void loseNothing() throws Exception {
        Daemon daemon = hosts.daemonWithRoomFor(4096, "[default]\npolicy = \"aggregate\"\n");
        var busy = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        Future<Boolean> blocked = other.submit(() -> daemon.ask(() -> hold(busy, free)));
        busy.await();
        List<ManagedHosts.Stream> streams = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            streams.add(hosts.connect());
        }
        for (ManagedHosts.Stream stream : streams.subList(0, CLOSED)) {
            stream.client().close();
            stream.server().close();
        }
        free.countDown();
        blocked.get();
        hosts.await("two subflows each", all -> all.size() == 2);
        assertTrue(daemon.status().overflows() > 0, "events were dropped");
        int left = CONNECTIONS - CLOSED;
        hosts.await("known to the daemon", () -> {
            Status status = daemon.status();
            return status.connections() == left && status.subflows() == 2 * left;
        });
    }

    private static boolean hold(CountDownLatch busy, CountDownLatch free) {
        busy.countDown();
        try {
            free.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
