package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import mptcp4j.lab.Failure;
import mptcp4j.lab.Traffic;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the bytes go, by what the paths have carried. */
@Timeout(30)
class BackupKernelIT {
    private static final int BULK = 1_000_000;

    /** What a path carries without any data: neighbours, acknowledgements, options. */
    private static final int LITTLE = BULK / 20;

    private SteeredHosts lab;
    private Connected connected;
    private Subflow second;

    @BeforeEach
    void connect() throws IOException {
        lab = SteeredHosts.create(2);
        connected = lab.connect();
        second = connected.open(SubflowSpec.from(lab.client().address(1))
                .to(lab.server().address(1))
                .backup());
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void carriesNothingUntilThePrimaryFails() throws Exception {
        assertCarriedBy(0);
        lab.lab().path(0).fail(Failure.BLACKHOLE);
        Transfer transfer =
                Transfer.start(connected.pair().client(), connected.pair().server(), 4 * BULK);
        transfer.requireIntact();
        assertTrue(carried(1) > BULK, () -> "the backup has carried it");
    }

    @Test
    void setBackupMovesTheTrafficWhileItRuns() throws Exception {
        assertCarriedBy(0);
        setBackup(second.id(), false);
        setBackup(1, true);
        awaitThePeer(true, false);
        assertCarriedBy(1);
        setBackup(1, false);
        setBackup(second.id(), true);
        awaitThePeer(false, true);
        assertCarriedBy(0);
    }

    @Test
    void setBackupMovesTheTrafficOfOneTransfer() throws Exception {
        Flow flow = Flow.start(
                Flow.into(connected.pair().client()), Flow.from(connected.pair().server()), 1, BULK);
        awaitTrafficOn(0);
        setBackup(second.id(), false);
        setBackup(1, true);
        awaitTrafficOn(1);
        setBackup(1, false);
        setBackup(second.id(), true);
        awaitTrafficOn(0);
        flow.finish();
    }

    /** What is queued on the other path already goes there still, so this looks again until a path carries it all. */
    private void awaitTrafficOn(int path) throws Exception {
        Loopback.await("path " + path + " alone carries it", () -> {
            long[] before = {carried(0), carried(1)};
            Loopback.await("data moves", () -> carried(0) + carried(1) - before[0] - before[1] > 2 * BULK);
            return carried(1 - path) - before[1 - path] < LITTLE;
        });
    }

    private void setBackup(long id, boolean backup) throws IOException {
        lab.client().run(() -> connected.client().setBackup(id, backup));
    }

    private void awaitThePeer(boolean first, boolean other) throws Exception {
        Loopback.await(
                "the peer has heard of it",
                () -> lab.server()
                        .call(() -> connected.server().subflows().get(0).isBackupOfPeer() == first
                                && connected.server().subflows().get(1).isBackupOfPeer() == other));
    }

    private void assertCarriedBy(int path) throws Exception {
        long[] before = {carried(0), carried(1)};
        Transfer.thereAndBack(connected.pair(), BULK);
        assertTrue(carried(path) - before[path] > 2 * BULK, "path " + path + " carries both directions");
        assertTrue(carried(1 - path) - before[1 - path] < LITTLE, "path " + (1 - path) + " carries nothing");
        assertEquals(2, connected.client().subflows().size());
    }

    private long carried(int path) throws IOException {
        Traffic traffic = lab.lab().path(path).traffic();
        return traffic.bytesToServer() + traffic.bytesToClient();
    }
}
