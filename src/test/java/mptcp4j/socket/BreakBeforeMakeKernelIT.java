package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import mptcp4j.lab.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection without any subflow, for a while. */
@Timeout(30)
class BreakBeforeMakeKernelIT extends SteeredConnection {
    private static final int BULK = 2_000_000;

    @Test
    void theStreamGoesOnOverAnother() throws Exception {
        connected.close(1);
        Loopback.await(
                "both have none",
                () -> connected.client().subflows().isEmpty()
                        && connected.server().subflows().isEmpty());
        Subflow next = connected.open(SubflowSpec.from(lab.client().address(1)));
        assertEquals(List.of(next.local()), locals());
        Transfer.thereAndBack(connected.pair(), BULK);
    }

    private List<?> locals() throws IOException {
        return connected.client().subflows().stream().map(Subflow::local).toList();
    }

    /** What was written meanwhile waits in the kernel. */
    @Test
    void whatWasWrittenMeanwhileIsDelivered() throws Exception {
        connected.close(1);
        Loopback.await("the peer has none", () -> connected.server().subflows().isEmpty());
        Transfer there =
                Transfer.start(connected.pair().client(), connected.pair().server(), BULK);
        Transfer back =
                Transfer.start(connected.pair().server(), connected.pair().client(), BULK);
        connected.open(SubflowSpec.from(lab.client().address(1)));
        there.requireIntact();
        back.requireIntact();
    }

    /** A path that failed is left for the other one, with data on its way both ways. */
    @Test
    void aPathIsLeftThatFailedInTheMiddle() throws Exception {
        Transfer there =
                Transfer.start(connected.pair().client(), connected.pair().server(), BULK);
        Transfer back =
                Transfer.start(connected.pair().server(), connected.pair().client(), BULK);
        Loopback.await("some of it has come", () -> there.received() > BULK / 20 && back.received() > BULK / 20);
        lab.lab().path(0).fail(Failure.BLACKHOLE);
        connected.close(1);
        connected.open(SubflowSpec.from(lab.client().address(1)).to(lab.server().address(1)));
        there.requireIntact();
        back.requireIntact();
    }
}
