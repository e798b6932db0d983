package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.diag.Counters;
import mptcp4j.diag.Subflow;
import mptcp4j.lab.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code handover} on the wire: a cheap path, and one that costs. */
@Timeout(60)
class HandoverPolicyKernelIT {
    private static final String HANDOVER = """
            [[interface]]
            name = "c0"
            [[interface]]
            name = "c1"
            cost = 10
            [policy.cheap]
            type = "handover"
            settle = "500ms"
            [default]
            policy = "cheap"
            """;

    private ManagedHosts hosts;
    private ManagedHosts.Stream stream;

    @BeforeEach
    void connect() throws IOException {
        hosts = ManagedHosts.create(2);
        hosts.daemonAt(hosts.client(), HANDOVER);
        stream = hosts.connect();
    }

    @AfterEach
    void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    private Set<InetAddress> on(int... paths) {
        return Arrays.stream(paths).mapToObj(hosts.client()::address).collect(Collectors.toSet());
    }

    private static Set<InetAddress> from(List<Subflow> subflows) {
        return subflows.stream().map(one -> one.local().getAddress()).collect(Collectors.toSet());
    }

    private void awaitOn(int... paths) throws IOException {
        hosts.await(
                "on " + on(paths),
                all -> all.size() == paths.length && from(all).equals(on(paths)));
    }

    private long joins() throws IOException {
        return hosts.client().call(Counters::read).values().get("MPJoinSynTx");
    }

    @Test
    void nothingGoesOverTheCostlyPathWhileTheCheapOneDoesWell() throws IOException {
        var before = hosts.lab().path(1).traffic();
        for (int i = 0; i < 100; i++) {
            stream.echo();
        }
        awaitOn(0);
        assertEquals(0, joins());
        assertEquals(before, hosts.lab().path(1).traffic());
    }

    @ParameterizedTest
    @EnumSource(names = {"BLACKHOLE", "LINK_DOWN_CLIENT", "CARRIER_LOSS", "ADDRESS_REMOVED"})
    void theCostlyPathCarriesOnUntilTheCheapOneIsBack(Failure failure) throws IOException {
        hosts.lab().path(0).fail(failure);
        stream.echo();
        hosts.await("on the costly path, too", all -> from(all).containsAll(on(1)));
        stream.echo();
        hosts.lab().path(0).restore();
        awaitOn(0);
        stream.echo();
    }

    /** Before it sends, a path on which nothing comes is to it like a server that has nothing to say. */
    @Test
    void whoReceivesHasTheRestByTheCostlyPathOnceItHasSentSomething() throws IOException {
        hosts.lab().path(0).fail(Failure.BLACKHOLE);
        stream.server().write(ByteBuffer.allocate(1000));
        stream.client().write(ByteBuffer.allocate(1));
        hosts.await("on the costly path, too", all -> from(all).containsAll(on(1)));
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        while (bytes.hasRemaining() && stream.client().read(bytes) >= 0) {}
        assertEquals(0, bytes.remaining());
    }

    @Test
    void comesBackEachTime() throws IOException {
        for (int i = 0; i < 3; i++) {
            hosts.lab().path(0).fail(Failure.CARRIER_LOSS);
            stream.echo();
            hosts.await("on the costly path", all -> from(all).equals(on(1)));
            hosts.lab().path(0).restore();
            awaitOn(0);
        }
        stream.echo();
    }

    @Test
    void aConnectionThatBeganOnTheCostlyPathLeavesIt() throws IOException {
        hosts.lab().path(0).fail(Failure.CARRIER_LOSS);
        ManagedHosts.Stream other = hosts.connectFrom(1);
        hosts.lab().path(0).restore();
        awaitOn(0);
        other.echo();
    }
}
