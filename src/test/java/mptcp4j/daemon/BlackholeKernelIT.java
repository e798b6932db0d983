package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import mptcp4j.diag.Subflow;
import mptcp4j.lab.Failure;
import mptcp4j.lab.Rate;
import mptcp4j.lab.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A path that swallows everything, and says nothing. */
@Timeout(60)
class BlackholeKernelIT {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean over = new AtomicBoolean();
    private ManagedHosts hosts;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(Topology.twoHosts(2).rate(Rate.mbit(50)));
    }

    @AfterEach
    void close() throws IOException {
        over.set(true);
        if (hosts != null) {
            hosts.close();
        }
        threads.shutdownNow();
    }

    /** The silent subflow stays until another one on its path works, so that nothing is sent twice; then that takes its place. */
    @Test
    void isTriedUntilItIsWellAgain() throws Exception {
        Daemon daemon = hosts.daemon("[default]\npolicy = \"aggregate\"\n");
        ManagedHosts.Stream stream = hosts.connect();
        InetAddress second = hosts.client().address(1);
        hosts.await("two subflows", all -> all.size() == 2);
        InetSocketAddress before = from(second);
        Future<?> sender = threads.submit(() -> {
            ByteBuffer bytes = ByteBuffer.allocate(1 << 14);
            while (!over.get()) {
                stream.client().write(bytes.clear());
            }
            return null;
        });
        Future<?> receiver = threads.submit(() -> {
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
            while (!over.get() && stream.server().read(bytes.clear()) >= 0) {}
            return null;
        });
        hosts.lab().path(1).fail(Failure.BLACKHOLE);
        long token = daemon.connections().get(0).token();
        hosts.await(
                "silent, and tried again",
                () -> daemon.explain(token).orElseThrow().decisions().stream()
                        .anyMatch(decision -> decision.what().startsWith("no answer")));
        assertEquals(before, from(second), "nothing else works there");
        hosts.lab().path(1).restore();
        hosts.await(
                "a new one in its place",
                all -> all.size() == 2
                        && all.stream()
                                .anyMatch(one -> one.local().getAddress().equals(second)
                                        && !one.local().equals(before)));
        over.set(true);
        sender.get();
        stream.client().shutdownOutput();
        receiver.get();
        assertTrue(daemon.explain(token).orElseThrow().decisions().stream()
                .anyMatch(decision -> decision.what().contains("another has taken its place")));
    }

    /** Returns the address and port of the established subflow from there. */
    private InetSocketAddress from(InetAddress address) throws IOException {
        List<Subflow> subflows = hosts.connections().get(0).subflows().orElseThrow();
        return subflows.stream()
                .filter(one -> one.state() == mptcp4j.TcpState.ESTABLISHED)
                .map(Subflow::local)
                .filter(local -> local.getAddress().equals(address))
                .findFirst()
                .orElseThrow();
    }
}
