package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.pm.MptcpSysctls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is killed, or does not get to run, while connections come and go. */
@Timeout(180)
class RestartKernelIT {
    private static final String AGGREGATE = "[default]\npolicy = \"aggregate\"\n";
    private static final int MANY = 1000;
    /** A second, on a machine that does nothing else. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private ManagedHosts hosts;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(2);
    }

    @AfterEach
    void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    private List<ManagedHosts.Stream> connect(int count) throws IOException {
        List<ManagedHosts.Stream> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(hosts.connect());
        }
        return streams;
    }

    private void awaitTwoEach(int connections) throws Exception {
        hosts.await("as many connections as are open", () -> hosts.connections().size() == connections);
        hosts.await("two subflows each", all -> all.size() == 2);
    }

    private long subflows() throws IOException {
        return hosts.connections().stream()
                .mapToLong(one -> one.subflows().orElseThrow().size())
                .sum();
    }

    @Test
    void theNextOneTakesUpWhatTheLastOneHad() throws Exception {
        hosts.manage("1");
        DaemonProcess first = DaemonProcess.start(hosts, directory, AGGREGATE);
        connect(MANY);
        awaitTwoEach(MANY);
        first.kill();
        connect(100);
        DaemonProcess.start(hosts, directory, AGGREGATE);
        hosts.await("at work", () -> subflows() > 2 * MANY + 100);
        long since = System.nanoTime();
        awaitTwoEach(MANY + 100);
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        assertTrue(took.compareTo(SOON) < 0, took::toString);
    }

    @Test
    void whoManagedConnectionsBeforeTheFirstOneDoesAfterTheLast() throws Exception {
        DaemonProcess first = DaemonProcess.start(hosts, directory, AGGREGATE);
        hosts.await("at work", () -> managedBy().equals("1"));
        first.kill();
        DaemonProcess second = DaemonProcess.start(hosts, directory, AGGREGATE);
        hosts.connect();
        awaitTwoEach(1);
        second.signal("TERM");
        hosts.await("as before", () -> managedBy().equals("0"));
    }

    private String managedBy() throws IOException {
        return hosts.client().call(() -> MptcpSysctls.ofThread().get("pm_type"));
    }

    @Test
    void nothingIsLostWhileItIsStopped() throws Exception {
        hosts.manage("1");
        DaemonProcess daemon = DaemonProcess.start(hosts, directory, AGGREGATE);
        connect(1);
        awaitTwoEach(1);
        daemon.signal("STOP");
        List<ManagedHosts.Stream> streams = connect(MANY);
        for (ManagedHosts.Stream stream : streams.subList(0, 200)) {
            stream.client().close();
            stream.server().close();
        }
        daemon.signal("CONT");
        awaitTwoEach(MANY - 200 + 1);
    }
}
