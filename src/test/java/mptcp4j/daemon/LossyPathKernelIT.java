package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import mptcp4j.diag.Counters;
import mptcp4j.diag.Subflow;
import mptcp4j.diag.SubflowFlag;
import mptcp4j.lab.Host;
import mptcp4j.lab.PathSpec;
import mptcp4j.lab.Rate;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A path that loses one packet of a hundred is known for that, and used while it brings much all the same; one that brings little is backup.
 * What a full queue drops is not taken for loss.
 */
@Timeout(60)
class LossyPathKernelIT {
    private static final long BULK = 60 << 20;
    private static final String AGGREGATE =
            "[[interface]]\nname = \"*\"\nuse = true\n[default]\npolicy = \"aggregate\"\n";
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean enough = new AtomicBoolean();
    private ManagedHosts hosts;
    private ManagedHosts.Stream stream;
    private Daemon daemon;

    /** The queue of 10 ms drops up to 1 % of what CUBIC sends into it. */
    @BeforeEach
    void connect() throws IOException {
        PathSpec path =
                PathSpec.between("client", "server").rate(Rate.mbit(100)).queue(Duration.ofMillis(10));
        hosts = ManagedHosts.create(Topology.of(path, path).congestionControl("cubic"));
        daemon = hosts.daemonAt(hosts.client(), AGGREGATE);
        stream = hosts.connect();
        hosts.await("two subflows", all -> all.size() == 2);
    }

    @AfterEach
    void close() throws IOException {
        enough.set(true);
        threads.shutdownNow();
        if (hosts != null) {
            hosts.close();
        }
    }

    private long sendAndReceive(long most) throws Exception {
        Future<Long> receiver = threads.submit(this::receive);
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        long sent = 0;
        while (!enough.get() && sent < most) {
            block.clear();
            while (block.hasRemaining()) {
                sent += stream.client().write(block);
            }
        }
        stream.client().shutdownOutput();
        assertEquals(sent, receiver.get());
        return sent;
    }

    private long receive() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        long received = 0;
        for (int count = 0; count >= 0; count = stream.server().read(block.clear())) {
            received += count;
        }
        return received;
    }

    private boolean isBackup(List<Subflow> all, int path) {
        InetAddress from = hosts.client().address(path);
        return all.stream()
                .filter(one -> one.local().getAddress().equals(from))
                .anyMatch(one -> one.flags().contains(SubflowFlag.BKUP_LOC));
    }

    private static long priorities(Host host) throws IOException {
        return host.call(Counters::read).values().get("MPPrioTx");
    }

    private Future<Long> sendWhileTheSecondPathLoses(int ofAHundred) throws IOException {
        Requires.program("nft");
        String drop = "numgen random mod 100 < " + ofAHundred + " drop";
        String rules =
                "table ip loss { chain in { type filter hook prerouting priority 0; iifname \"s1\" " + drop + "; }; }";
        hosts.server()
                .run(() -> assertEquals(
                        0, new ProcessBuilder("nft", rules).inheritIO().start().waitFor()));
        return threads.submit(() -> sendAndReceive(Long.MAX_VALUE));
    }

    @Test
    void aPathThatLosesAndBringsMuchIsUsed() throws Exception {
        Future<Long> transfer = sendWhileTheSecondPathLoses(1);
        String second = hosts.client().address(1).getHostAddress();
        hosts.await(
                "known to lose",
                () -> explanation().subflows().stream()
                        .anyMatch(one -> one.startsWith(second) && one.endsWith("LOSSY")));
        enough.set(true);
        assertTrue(transfer.get() > 0);
        assertEquals(0, priorities(hosts.client()), () -> decisions());
    }

    @Test
    void aPathThatLosesAndBringsLittleIsBackup() throws Exception {
        Future<Long> transfer = sendWhileTheSecondPathLoses(15);
        hosts.await("backup on the second path", all -> isBackup(all, 1) && !isBackup(all, 0));
        enough.set(true);
        assertTrue(transfer.get() > 0);
    }

    @Test
    void fullQueuesAreNoLoss() throws Exception {
        assertEquals(BULK, sendAndReceive(BULK));
        assertEquals(0, priorities(hosts.client()), () -> decisions());
        assertFalse(decisions().contains("LOSSY"), () -> decisions());
    }

    private Explanation explanation() throws IOException {
        return daemon.explain(daemon.connections().get(0).token()).orElseThrow();
    }

    private String decisions() {
        try {
            return explanation().decisions().toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
