package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import mptcp4j.lab.Failure;
import mptcp4j.lab.Host;
import mptcp4j.lab.PathSpec;
import mptcp4j.lab.Rate;
import mptcp4j.lab.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code interactive} on the wire. With the limit on the retransmission timeout alone it is the smart backup of SMAPP (CoNEXT 2015), but
 * made before the break: the second path is there when it is needed.
 */
@Timeout(60)
class InteractivePolicyKernelIT {
    private static final String TWO_PATHS = """
            [[interface]]
            name = "c0"
            [[interface]]
            name = "c1"
            cost = 10
            [default]
            policy = "quick"
            [policy.quick]
            type = "interactive"
            settle = "500ms"
            """;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ManagedHosts hosts;
    private ManagedHosts.Stream stream;

    private void connect(Topology topology, String settings) throws IOException {
        hosts = ManagedHosts.create(topology);
        hosts.daemonAt(hosts.client(), TWO_PATHS + settings);
        stream = hosts.connect();
        hosts.await("a second path, ready as backup", this::isReady);
    }

    @AfterEach
    void close() throws IOException {
        threads.shutdownNow();
        if (hosts != null) {
            hosts.close();
        }
    }

    private boolean isReady(List<Subflow> all) {
        return all.size() == 2 && !isBackup(all, 0) && isBackup(all, 1);
    }

    private boolean isPromoted(List<Subflow> all) {
        return isFrom(all, 1) && !isBackup(all, 1);
    }

    private boolean isFrom(List<Subflow> all, int path) {
        return all.stream()
                .anyMatch(one -> one.local().getAddress().equals(hosts.client().address(path)));
    }

    private boolean isBackup(List<Subflow> all, int path) {
        InetAddress from = hosts.client().address(path);
        return all.stream()
                .filter(one -> one.local().getAddress().equals(from))
                .anyMatch(one -> one.flags().contains(SubflowFlag.BKUP_LOC));
    }

    private static long count(Host host, String counter) throws IOException {
        return host.call(Counters::read).values().get(counter);
    }

    @Test
    void theSecondPathIsReadyAndCarriesNothing() throws IOException {
        connect(Topology.twoHosts(2), "");
        assertEquals(1, count(hosts.client(), "MPJoinSynTx"));
        assertEquals(1, count(hosts.server(), "MPJoinSynBackupRx"), "the peer is asked in the SYN");
        long before = dataOnSecond();
        for (int i = 0; i < 100; i++) {
            stream.echo();
        }
        hosts.await("as it was", this::isReady);
        assertEquals(before, dataOnSecond());
        assertEquals(0, count(hosts.client(), "MPPrioTx"));
    }

    private long dataOnSecond() throws IOException {
        InetAddress from = hosts.client().address(1);
        return hosts.connections().get(0).subflows().orElseThrow().stream()
                .filter(one -> one.local().getAddress().equals(from))
                .mapToLong(one -> one.tcpInfo().orElseThrow().traffic().dataSegmentsOut())
                .sum();
    }

    /** 2 Mbit/s with room for a second: what is sent as fast as possible waits. Then an echo each time measures how it is by now. */
    @Test
    void aLongRoundTripPromotesItAndAShortOneDoesNotAnyMore() throws Exception {
        PathSpec slow = PathSpec.between("client", "server").rate(Rate.mbit(2)).queue(Duration.ofSeconds(1));
        connect(Topology.of(slow, slow), "rtt = \"100ms\"\nrto = \"60s\"\n");
        var enough = new AtomicBoolean();
        Future<?> receiver = threads.submit(() -> receive());
        Future<?> sender = threads.submit(() -> send(enough));
        hosts.await("promoted", this::isPromoted);
        assertEquals(1, count(hosts.client(), "MPPrioTx"));
        enough.set(true);
        sender.get();
        receiver.get();
        hosts.await("backup again", all -> isReady(echoed(all)));
        assertEquals(2, count(hosts.client(), "MPPrioTx"));
        hosts.await("the peer knows", () -> count(hosts.server(), "MPPrioRx") == 2);
    }

    private List<Subflow> echoed(List<Subflow> all) {
        try {
            stream.echo();
            return all;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Void send(AtomicBoolean enough) throws IOException {
        byte[] block = new byte[1 << 14];
        while (!enough.get()) {
            write(block);
        }
        block[0] = 1;
        write(block);
        return null;
    }

    private void write(byte[] block) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(block);
        while (rest.hasRemaining()) {
            stream.client().write(rest);
        }
    }

    /** Takes what comes until the mark of the end. */
    private Void receive() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 14);
        while (true) {
            block.clear();
            while (block.hasRemaining() && stream.server().read(block) >= 0) {}
            if (block.get(0) == 1) {
                return null;
            }
        }
    }

    /** The first timeout doubles it, from 204 ms. */
    @Test
    void theRetransmissionTimeoutPromotesIt() throws IOException {
        connect(Topology.twoHosts(2), "rtt = \"60s\"\nrto = \"300ms\"\n");
        hosts.lab().path(0).fail(Failure.BLACKHOLE);
        stream.echo();
        hosts.await("promoted", this::isPromoted);
        stream.echo();
        hosts.lab().path(0).restore();
        hosts.await("backup again", all -> isReady(echoed(all)));
    }

    @Test
    void theSecondCarriesOnAtOnceWhenTheLinkOfTheFirstIsGone() throws IOException {
        connect(Topology.twoHosts(2), "");
        hosts.lab().path(0).fail(Failure.LINK_DOWN_CLIENT);
        hosts.await("alone, and no backup", all -> all.size() == 1 && isPromoted(all));
        stream.echo();
        hosts.lab().path(0).restore();
        hosts.await("backup again", this::isReady);
    }
}
