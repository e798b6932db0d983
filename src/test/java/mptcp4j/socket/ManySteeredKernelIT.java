package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steering costs in descriptors, and that it is given back. */
class ManySteeredKernelIT {
    private static final int CONNECTIONS = 200;
    private static final int DOORS = 2;

    private Loopback loopback;

    @BeforeEach
    void createNamespace() throws IOException {
        loopback = Loopback.create();
        loopback.sysctl("net.mptcp.pm_type", 1);
    }

    @AfterEach
    void closeNamespace() {
        loopback.close();
    }

    @Test
    void doorsGoWithTheObjectsThatHaveThem() throws Exception {
        loopback.call(() -> steer(1, new ArrayList<>())).get(0).close(); // some descriptors are made once, for good
        long before = Descriptors.settled();
        List<MptcpConnection> steered = new ArrayList<>();
        List<Pair> pairs = loopback.call(() -> steer(CONNECTIONS, steered));
        long now = Descriptors.count();
        assertTrue(now <= before + (2 + DOORS) * CONNECTIONS, () -> before + " before, " + now + " now");
        steered.clear();
        for (Pair pair : pairs) {
            pair.close();
        }
        Loopback.await("given back", () -> Descriptors.settled() <= before);
    }

    private static List<Pair> steer(int connections, List<MptcpConnection> steered) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Pair pair = Pair.multipath().echo(10);
            pairs.add(pair);
            MptcpConnection connection = MptcpConnection.of(pair.client());
            steered.add(connection);
            connection.setBackup(1, true);
            assertTrue(connection.subflows().get(0).isBackup());
        }
        return pairs;
    }
}
