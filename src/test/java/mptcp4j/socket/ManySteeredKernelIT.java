package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steering costs in descriptors, and that it is given back. */
class ManySteeredKernelIT {
    private static final int CONNECTIONS = 200;
    private static final int ENDS = 2;

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
    void connectionsOfANamespaceShareTheirDoors() throws Exception {
        loopback.call(() -> steer(1, new ArrayList<>())).get(0).close(); // some descriptors are made once, for good
        long before = Descriptors.settled();
        List<MptcpConnection> steered = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>(loopback.call(() -> steer(1, steered)));
        long one = Descriptors.settled();
        pairs.addAll(loopback.call(() -> steer(CONNECTIONS, steered)));
        assertEquals(one + ENDS * CONNECTIONS, Descriptors.settled());
        assertEquals(1 + CONNECTIONS, steered.size());
        steered.clear();
        for (Pair pair : pairs) {
            pair.close();
        }
        Loopback.await("given back", () -> Descriptors.settled() <= before);
    }

    @Test
    void anotherNamespaceHasDoorsOfItsOwn() throws Exception {
        try (Loopback other = Loopback.create()) {
            other.sysctl("net.mptcp.pm_type", 1);
            List<MptcpConnection> steered = new ArrayList<>();
            List<Pair> here = loopback.call(() -> steer(1, steered));
            List<Pair> there = other.call(() -> steer(1, steered));
            assertEquals(2, steered.size());
            here.get(0).close();
            there.get(0).close();
        }
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
            setOption(connection);
        }
        return pairs;
    }

    /** Root of a user namespace may not load the program, which is to cost nothing either. */
    private static void setOption(MptcpConnection connection) throws IOException {
        try {
            connection.setOption(1, SubflowOption.TCP_USER_TIMEOUT, 7000);
            assertEquals(7000, connection.getOption(1, SubflowOption.TCP_USER_TIMEOUT));
        } catch (LinuxException e) {
            assertTrue(Set.of(Errno.EPERM, Errno.ENOSYS).contains(e.errno()), e::getMessage);
        }
    }
}
