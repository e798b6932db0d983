package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing runs out, however often subflows come and go. */
@Timeout(60)
class SubflowLeaksKernelIT {
    private static final int MANY = 300;

    private SteeredHosts lab;
    private Connected connected;

    @BeforeEach
    void connect() throws IOException {
        lab = SteeredHosts.create(2);
        connected = lab.connect();
        connected.close(
                connected.open(SubflowSpec.from(lab.client().address(1))).id());
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    /** Each port is an address of its own, with an id of its own, of which there are 255. */
    @Test
    void idsAndDescriptors() throws IOException {
        long before = Descriptors.settled();
        lab.client().run(() -> {
            for (int i = 0; i < MANY; i++) {
                var local = new InetSocketAddress(lab.client().address(1), 20_000 + i);
                Subflow opened = connected.client().openSubflow(SubflowSpec.from(local));
                connected.client().closeSubflow(opened.id());
            }
        });
        assertEquals(before, Descriptors.count());
        assertEquals(1, connected.client().subflows().size());
        connected.pair().echo(1000);
    }
}
