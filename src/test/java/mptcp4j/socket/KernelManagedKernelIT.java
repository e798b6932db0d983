package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;
import mptcp4j.pm.PathManager;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be done to a connection that the kernel's path manager has, which opens one subflow for each endpoint. */
@Timeout(30)
class KernelManagedKernelIT {
    private SteeredHosts lab;
    private Connected connected;

    @BeforeEach
    void connect() throws Exception {
        lab = SteeredHosts.create(2);
        SteeredHosts.manage(lab.client(), "0");
        connected = lab.connect();
        Loopback.await(
                "the second subflow",
                () -> ids().contains(2L) && connected.server().subflows().size() >= 2);
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    private List<Long> ids() throws IOException {
        return connected.client().subflows().stream().map(Subflow::id).toList();
    }

    /** The kernel makes its subflows anew when FULLMESH changes. */
    private long second() throws Exception {
        Loopback.await("one of the second address", () -> ofSecond().size() == 1);
        return ofSecond().get(0);
    }

    private List<Long> ofSecond() throws IOException {
        return connected.client().subflows().stream()
                .filter(its -> its.local().getAddress().equals(lab.client().address(1)))
                .map(Subflow::id)
                .toList();
    }

    @Test
    void aSubflowIsReset() throws Exception {
        connected.close(2);
        Loopback.await(
                "it is gone at both ends",
                () -> !ids().contains(2L)
                        && connected.server().subflows().stream()
                                .noneMatch(its -> its.remote()
                                        .getAddress()
                                        .equals(lab.client().address(1))));
        Transfer.thereAndBack(connected.pair(), 100_000);
    }

    @Test
    void theEndpointBecomesABackupAndKeepsItsOtherFlag() throws Exception {
        try (PathManager pathManager = lab.client().call(PathManager::open)) {
            Endpoint endpoint = pathManager.endpoints().stream()
                    .filter(its -> its.address().equals(lab.client().address(1)))
                    .findFirst()
                    .orElseThrow();
            pathManager.change(endpoint.id(), EndpointFlag.FULLMESH);
            lab.client().run(() -> connected.client().setBackup(second(), true));
            assertEquals(
                    EndpointFlags.of(EndpointFlag.SUBFLOW, EndpointFlag.FULLMESH, EndpointFlag.BACKUP),
                    pathManager.get(endpoint.id()).flags());
            lab.client().run(() -> connected.client().setBackup(second(), false));
            assertEquals(
                    EndpointFlags.of(EndpointFlag.SUBFLOW, EndpointFlag.FULLMESH),
                    pathManager.get(endpoint.id()).flags());
        }
    }

    @Test
    void whatHasNoEndpointStaysWhatItIs() {
        LinuxException refusal = assertThrows(
                LinuxException.class,
                () -> lab.client().run(() -> connected.client().setBackup(1, true)));
        assertEquals(Errno.EOPNOTSUPP, refusal.errno());
    }

    @Test
    void whatTheKernelDoesItselfIsRefusedWithTheRemedy() throws Exception {
        InetAddress second = lab.client().address(1);
        MptcpConnection client = connected.client();
        List<Long> before = ids();
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("open", () -> client.openSubflow(SubflowSpec.from(second)));
        commands.put("duplicate", () -> client.duplicate(1));
        commands.put("refresh", () -> client.refresh(1, Refresh.MAKE_BEFORE_BREAK));
        commands.put("announce", () -> client.announce(second));
        commands.put("withdraw", () -> client.withdraw(0));
        Map<String, String> said = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        for (Map.Entry<String, Command> each : commands.entrySet()) {
            LinuxException refusal =
                    assertThrows(LinuxException.class, () -> lab.client().run(each.getValue()::run), each.getKey());
            said.put(each.getKey(), refusal.errno().symbol() + " " + refusal.detail());
            expected.put(
                    each.getKey(),
                    "EINVAL userspace PM not selected: the kernel's own path manager has the connection. Set"
                            + " net.mptcp.pm_type to 1 in this network namespace before the socket is made");
        }
        assertEquals(expected, said);
        assertEquals(before, ids());
    }

    @FunctionalInterface
    private interface Command {
        void run() throws IOException;
    }
}
