package mptcp4j.daemon;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;
import mptcp4j.lab.Failure;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.Limits;
import mptcp4j.pm.MptcpSysctls;
import mptcp4j.pm.PathManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kernel manages connections, and the daemon keeps its endpoints. */
@Timeout(60)
class KernelModeKernelIT {
    private static final Limits BEFORE = new Limits(1, 0);

    @TempDir
    private Path directory;

    private ManagedHosts hosts;
    private PathManager kernel;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(2);
        kernel = hosts.keep(hosts.client().call(() -> PathManager.open()));
        kernel.flush(); // those of the laboratory
        kernel.setLimits(BEFORE);
        hosts.manage("1"); // as a daemon of the other mode leaves it that was killed
    }

    @AfterEach
    void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    private Set<InetAddress> endpoints() throws IOException {
        return kernel.endpoints().stream().map(Endpoint::address).collect(toSet());
    }

    @Test
    void hasAnEndpointForEachPathWhileTheDaemonRuns() throws Exception {
        InetAddress first = hosts.client().address(0);
        InetAddress second = hosts.client().address(1);
        Daemon daemon =
                hosts.daemon("mode = \"kernel\"\n[broker]\nsocket = \"" + directory.resolve("daemon.sock") + "\"\n");
        hosts.await("both", () -> endpoints().equals(Set.of(first, second)));
        hosts.connect();
        hosts.await("two subflows", all -> all.size() == 2);
        assertEquals("(kernel)", daemon.connections().get(0).policy());
        hosts.lab().path(1).fail(Failure.LINK_DOWN_CLIENT);
        hosts.await("the one that is left", () -> endpoints().equals(Set.of(first)));
        hosts.lab().path(1).restore();
        hosts.await("both again", () -> endpoints().equals(Set.of(first, second)));
        daemon.close();
        assertEquals(Set.of(), endpoints());
        assertEquals(BEFORE, kernel.limits());
        assertEquals("1", hosts.client().call(() -> MptcpSysctls.ofThread().get("pm_type")));
    }
}
