package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.daemon.metrics.Figures;
import mptcp4j.diag.Subflow;
import mptcp4j.lab.Failure;
import mptcp4j.pm.MptcpSysctls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the daemon does with the connections of a host, whatever their policy. */
@Timeout(60)
class DaemonKernelIT {
    private static final String AGGREGATE = "[default]\npolicy = \"aggregate\"\n";

    private ManagedHosts hosts;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(2);
    }

    @AfterEach
    void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    private Set<InetAddress> both() {
        return Set.of(hosts.client().address(0), hosts.client().address(1));
    }

    private static Set<InetAddress> from(List<Subflow> subflows) {
        Set<InetAddress> all = new HashSet<>();
        subflows.forEach(one -> all.add(one.local().getAddress()));
        return all;
    }

    private void awaitBoth() throws IOException {
        hosts.await(
                "a subflow from each address",
                all -> all.size() == 2 && from(all).equals(both()));
    }

    @Test
    void aNewConnectionGetsASubflowOnEachPath() throws IOException {
        Daemon daemon = hosts.daemon(AGGREGATE);
        hosts.connect();
        awaitBoth();
        List<ConnectionSummary> known = daemon.connections();
        assertEquals(1, known.size());
        assertEquals("aggregate", known.get(0).policy());
        Figures figures = daemon.figures();
        assertEquals(Map.of("aggregate", 1L), figures.connections());
        assertEquals(
                Set.of(
                        new Figures.Subflows("established", hosts.client().linkName(0), "aggregate", 1),
                        new Figures.Subflows("established", hosts.client().linkName(1), "aggregate", 1)),
                Set.copyOf(figures.subflows()));
    }

    @Test
    void connectionsThatAreThereAreTakenUp() throws IOException {
        hosts.manage("1");
        for (int i = 0; i < 20; i++) {
            hosts.connect();
        }
        Daemon daemon = hosts.daemon(AGGREGATE);
        awaitBoth();
        assertEquals(20, daemon.status().adopted());
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"LINK_DOWN_CLIENT", "CARRIER_LOSS", "ADDRESS_REMOVED"})
    void aSubflowWhosePathFailsIsClosedAndComesBackWithIt(Failure failure) throws IOException {
        hosts.daemon(AGGREGATE);
        ManagedHosts.Stream stream = hosts.connect();
        awaitBoth();
        hosts.lab().path(1).fail(failure);
        hosts.await(
                "on the path that is left",
                all -> from(all).equals(Set.of(hosts.client().address(0))));
        stream.echo();
        hosts.lab().path(1).restore();
        awaitBoth();
        hosts.lab().path(0).fail(failure);
        hosts.await(
                "on the other path",
                all -> from(all).equals(Set.of(hosts.client().address(1))));
        stream.echo();
        hosts.lab().path(0).restore();
        awaitBoth();
        stream.echo();
    }

    @Test
    void isOneForEachNamespace() throws IOException {
        hosts.daemon(AGGREGATE);
        LinuxException second = assertThrows(LinuxException.class, () -> hosts.daemon(AGGREGATE));
        assertEquals(Errno.EADDRINUSE, second.errno());
        assertEquals("another daemon manages this network namespace", second.detail());
    }

    @Test
    void whoManagesNewConnectionsIsAsBeforeAfterTheEnd() throws IOException {
        assertEquals("0", managedBy());
        Daemon daemon = hosts.daemon(AGGREGATE);
        assertEquals("1", managedBy());
        hosts.connect();
        awaitBoth();
        daemon.close();
        assertEquals("0", managedBy());
        awaitBoth();
    }

    private String managedBy() throws IOException {
        return hosts.client().call(() -> MptcpSysctls.ofThread().get("pm_type"));
    }
}
