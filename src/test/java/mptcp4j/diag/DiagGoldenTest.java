package mptcp4j.diag;

import static mptcp4j.linux.Abi.AF_INET;
import static mptcp4j.linux.Abi.AF_INET6;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.Golden;
import mptcp4j.netlink.NetlinkConnection;
import org.junit.jupiter.api.Test;

/** We make of a real kernel's answers what {@code ss} made of them. The recordings are made by {@code scripts/capture-golden}. */
class DiagGoldenTest {
    private final FakeKernel kernel = new FakeKernel();

    @Test
    void connectionsAndSubflowsAreWhatSsShows() throws IOException {
        Golden.read("connections").replay(kernel);
        Golden.read("subflows").replay(kernel);
        try (var connections = new Connections(new NetlinkConnection(kernel))) {
            List<Connection> all = connections.list();
            assertEquals(Ss.connections(shown("connections")), Ss.connections(all, DiagGoldenTest::cgroup));
            assertEquals(Ss.subflows(shown("subflows")), Ss.subflows(all));
        }
        kernel.afterEach(null);
    }

    @Test
    void listenersAreWhatSsShows() throws IOException {
        Golden.read("listeners").replay(kernel);
        try (var connections = new Connections(new NetlinkConnection(kernel))) {
            assertEquals(
                    Ss.listeners(shown("listeners")), Ss.listeners(connections.listeners(), DiagGoldenTest::cgroup));
        }
        kernel.afterEach(null);
    }

    @Test
    void settingsAreWhatSsShows() throws IOException {
        Golden.read("settings").replay(kernel);
        List<SubflowSettings> all = new ArrayList<>();
        try (var diag = new SockDiag(new NetlinkConnection(kernel))) {
            for (int family : new int[] {AF_INET, AF_INET6}) {
                all.addAll(diag.dump("", InetDiagRequest.tcp(family), SubflowSettingsCodec::read));
            }
        }
        kernel.afterEach(null);
        assertEquals(SsSettings.of(shown("settings")), SsSettings.byCookie(all));
    }

    @Test
    void subflowIsDestroyedAsSsDoesIt() throws IOException {
        Golden golden = Golden.read("kill");
        golden.replay(kernel);
        try (var connections = new Connections(new NetlinkConnection(kernel))) {
            connections.destroy(Ss.subflow(shown("kill")));
        }
        golden.assertRequests(kernel.requests());
        kernel.afterEach(null);
    }

    /** They were recorded in the root. */
    private static String cgroup(long id) {
        assertEquals(1, id);
        return " cgroup:/";
    }

    private static String shown(String name) throws IOException {
        try (InputStream in = DiagGoldenTest.class.getResourceAsStream("/golden/" + name + ".ss")) {
            if (in == null) {
                throw new IOException("no recording " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
