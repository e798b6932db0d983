package mptcp4j.daemon.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mptcp4j.daemon.config.Damping;
import mptcp4j.daemon.config.KernelSettings;
import mptcp4j.linux.Requires;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;
import mptcp4j.pm.Limits;
import mptcp4j.pm.PathManager;
import mptcp4j.route.Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's endpoints beside the paths of a namespace. */
class EndpointReconcilerKernelIT extends WatchedPaths {
    private static final EndpointFlags SUBFLOW = EndpointFlags.of(EndpointFlag.SUBFLOW);
    private static final Limits BEFORE = new Limits(2, 1);

    @TempDir
    Path directory;

    private Path ledger;
    private PathManager kernel;
    private EndpointReconciler endpoints;
    private final BlockingQueue<EndpointReport> reports = new LinkedBlockingQueue<>();

    @BeforeEach
    void prepare() throws IOException {
        Requires.mptcp();
        ledger = directory.resolve("deeper").resolve("endpoints");
        kernel = here.call(PathManager::open);
        kernel.setLimits(BEFORE);
        addLink(1);
        addLink(2);
        watch(new Damping(0, DEADLINE, DEADLINE));
        awaitPath(address(1));
        awaitPath(address(2));
        watch.close();
        watch = null;
    }

    @AfterEach
    void end() throws IOException {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        if (endpoints != null) {
            endpoints.close();
        }
        kernel.close();
    }

    @Test
    void anEndpointForEachPathUntilItEnds() throws IOException {
        kernel.add(Endpoint.of(Networks.ip("10.77.0.1"), EndpointFlag.SIGNAL).withId(3));
        List<Endpoint> foreign = kernel.endpoints();
        start(KernelSettings.DEFAULT);
        EndpointReport report = reported(its -> its.endpoints().size() == 3);
        assertEquals(List.of(endpoint(1, 1), endpoint(2, 2), foreign.get(0)), byId(report));
        assertEquals(new Limits(8, 8), kernel.limits());
        endpoints.close();
        assertEquals(foreign, kernel.endpoints());
        assertEquals(BEFORE, kernel.limits());
        assertFalse(Files.exists(ledger));
    }

    @Test
    void followsAnAddressUnderAnotherId() throws IOException {
        start(KernelSettings.DEFAULT);
        int first = endpoint(reported(its -> has(its, 1) && has(its, 2)), 1).id();
        rtnetlink.removeAddress(index("v1"), new Prefix(address(1), 24));
        reported(its -> !has(its, 1));
        rtnetlink.putAddress(index("v1"), new Prefix(address(1), 24));
        assertNotEquals(first, endpoint(reported(its -> has(its, 1)), 1).id());
    }

    @Test
    void followsALinkThatIsLostAndOneThatIsMadeAgain() throws IOException {
        start(KernelSettings.DEFAULT);
        reported(its -> has(its, 1) && has(its, 2));
        far.setUp(far.link("w2").index(), false);
        reported(its -> !has(its, 2));
        far.setUp(far.link("w2").index(), true);
        reported(its -> has(its, 2));
        int before = index("v1");
        rtnetlink.removeLink(before);
        reported(its -> !has(its, 1));
        addLink(1);
        assertEquals(index("v1"), endpoint(reported(its -> has(its, 1)), 1).interfaceIndex());
        assertNotEquals(before, index("v1"));
    }

    @Test
    void takesTheHostsOwnAddressAndNoBridge() throws IOException {
        ip("link add docker0 type bridge");
        ip("link set docker0 up");
        ip("address add 172.17.0.1/16 dev docker0");
        ip("address add 10.64.0.5 peer 10.64.0.1/32 dev v1");
        start(KernelSettings.DEFAULT);
        EndpointReport report = reported(its -> its.endpoints().size() == 3);
        assertEquals(
                List.of(address(1), Networks.ip("10.64.0.5"), address(2)),
                byId(report).stream().map(Endpoint::address).toList());
    }

    @Test
    void saysWhatThereIsNoRoomFor() throws IOException {
        kernel.add(Endpoint.of(Networks.ip("10.77.0.1"), EndpointFlag.SIGNAL));
        for (int i = 3; i <= 9; i++) {
            rtnetlink.putAddress(index("v2"), new Prefix(Networks.ip("10.9.2." + i), 24));
        }
        start(KernelSettings.DEFAULT);
        EndpointReport report = reported(its -> its.endpoints().size() >= 8);
        Requires.that(report.endpoints().size() == 8, "a kernel with room for 8 endpoints");
        assertEquals(
                List.of(Networks.ip("10.9.2.8"), Networks.ip("10.9.2.9")),
                report.leftOut().stream().map(path -> path.address()).toList());
        assertEquals(List.of(), report.refusals());
        rtnetlink.removeAddress(index("v1"), new Prefix(address(1), 24));
        EndpointReport next = reported(its -> its.leftOut().size() == 1);
        assertTrue(next.endpoints().stream().anyMatch(its -> its.address().equals(Networks.ip("10.9.2.8"))));
    }

    @Test
    void leavesTheEndpointOfSomebodyElse() throws IOException {
        kernel.add(Endpoint.of(address(1), EndpointFlag.SUBFLOW, EndpointFlag.BACKUP)
                .withId(1));
        start(KernelSettings.DEFAULT);
        EndpointReport report = reported(its -> has(its, 2));
        assertEquals(address(1), report.foreign().get(0).address());
        endpoints.close();
        assertEquals(List.of(1), kernel.endpoints().stream().map(Endpoint::id).toList());
    }

    @Test
    void changesWhatTheConfigurationChanges() throws IOException {
        start(KernelSettings.DEFAULT);
        reported(its -> has(its, 1) && has(its, 2));
        endpoints.use(new KernelSettings(true, false, true, 3, 4));
        reported(its -> its.endpoints().stream().allMatch(each -> each.flags().contains(EndpointFlag.FULLMESH)));
        assertEquals(new Limits(3, 4), kernel.limits());
        endpoints.use(new KernelSettings(false, true, false, 3, 4));
        reported(its -> its.endpoints().size() == 2
                && its.endpoints().stream().allMatch(each -> each.flags().contains(EndpointFlag.SIGNAL)));
        kernel.setLimits(new Limits(5, 5));
        endpoints.use(new KernelSettings(true, false, false, 4, 4));
        reported(its -> its.endpoints().size() == 2
                && its.endpoints().stream().allMatch(each -> each.flags().equals(SUBFLOW)));
        assertEquals(new Limits(4, 4), kernel.limits());
        endpoints.close();
        assertEquals(new Limits(5, 5), kernel.limits(), "set by somebody else meanwhile");
        assertEquals(List.of(), kernel.endpoints());
    }

    @Test
    void knowsWhatAKilledOneHasMade() throws Exception {
        KilledDaemon.runAndKill(here, ledger.toString());
        List<Endpoint> left = kernel.endpoints();
        assertEquals(2, left.size());
        kernel.add(Endpoint.of(Networks.ip("10.77.0.1"), EndpointFlag.SIGNAL));
        rtnetlink.removeAddress(index("v1"), new Prefix(address(1), 24));
        start(KernelSettings.DEFAULT);
        EndpointReport report = reported(its -> !has(its, 1));
        assertTrue(report.endpoints().contains(left.get(1)), "the other stays as it was: " + report);
        endpoints.close();
        assertEquals(
                List.of(Networks.ip("10.77.0.1")),
                kernel.endpoints().stream().map(Endpoint::address).toList());
        assertEquals(BEFORE, kernel.limits());
    }

    @Test
    void cleansUpAfterAKilledOne() throws Exception {
        KilledDaemon.runAndKill(here, ledger.toString());
        assertEquals(List.of(), here.call(() -> EndpointReconciler.clean(ledger)));
        assertEquals(List.of(), kernel.endpoints());
        assertEquals(BEFORE, kernel.limits());
        assertFalse(Files.exists(ledger));
    }

    private void start(KernelSettings settings) throws IOException {
        endpoints = here.call(() -> EndpointReconciler.open(ledger, settings, reports::add));
        watch = here.call(() ->
                PathWatch.open(DEVICES, new Damping(0, DEADLINE, DEADLINE), state -> endpoints.want(state.paths())));
        endpoints.want(watch.state().paths());
    }

    private EndpointReport reported(Predicate<EndpointReport> wanted) {
        EndpointReport last = null;
        try {
            do {
                EndpointReport next = reports.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("not in " + DEADLINE + ", last " + last);
                }
                last = next;
            } while (!wanted.test(last));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return last;
    }

    private static boolean has(EndpointReport report, int number) {
        return find(report, address(number)).isPresent();
    }

    private static Endpoint endpoint(EndpointReport report, int number) {
        return find(report, address(number)).orElseThrow();
    }

    private static Optional<Endpoint> find(EndpointReport report, InetAddress address) {
        return report.endpoints().stream()
                .filter(its -> its.address().equals(address))
                .findFirst();
    }

    private Endpoint endpoint(int id, int number) throws IOException {
        return new Endpoint(id, address(number), 0, index("v" + number), SUBFLOW);
    }

    private static List<Endpoint> byId(EndpointReport report) {
        return report.endpoints().stream()
                .sorted(Comparator.comparingInt(Endpoint::id))
                .toList();
    }
}
