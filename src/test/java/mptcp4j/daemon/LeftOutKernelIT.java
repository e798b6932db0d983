package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.diag.Counters;
import mptcp4j.diag.Subflow;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that begin where nothing new should go from. */
@Timeout(60)
class LeftOutKernelIT {
    private static final String WITHOUT_THE_THIRD =
            "[[interface]]\nname = \"c2\"\nuse = false\n[[interface]]\nname = \"*\"\nuse = true\n[default]\npolicy = \"aggregate\"\n";

    private ManagedHosts hosts;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(3);
    }

    @AfterEach
    void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    private Set<InetAddress> addresses(int... paths) {
        return Arrays.stream(paths).mapToObj(hosts.client()::address).collect(Collectors.toSet());
    }

    private static Set<InetAddress> from(List<Subflow> subflows) {
        return subflows.stream().map(one -> one.local().getAddress()).collect(Collectors.toSet());
    }

    /** As in a tunnel: what it carries would be seen by the others. */
    @Test
    void aConnectionOfAnInterfaceThatTheRulesLeaveOutStaysThere() throws Exception {
        Daemon daemon = hosts.daemonAt(hosts.client(), WITHOUT_THE_THIRD);
        hosts.connectFrom(2);
        hosts.await("known", () -> daemon.connections().size() == 1);
        long token = daemon.connections().get(0).token();
        hosts.connectFrom(0);
        hosts.await("two of the other", () -> daemon.status().subflows() == 3);
        assertEquals(List.of(), daemon.explain(token).orElseThrow().wishes());
        assertEquals(1, hosts.client().call(Counters::read).values().get("MPJoinSynTx"));
    }

    /** It may be that of a tunnel which is down, or of which nobody has told yet. */
    @Test
    void aConnectionOfAnAddressThatNoLinkHasWaitsForOneThatHas() throws Exception {
        Requires.program("ip");
        hosts.manage("1");
        hosts.connectFrom(0);
        hosts.connectFrom(2);
        address("del", 0);
        address("del", 2);
        Daemon daemon = hosts.daemonAt(hosts.client(), WITHOUT_THE_THIRD);
        hosts.await("known", () -> daemon.connections().size() == 2);
        assertEquals(List.of(List.of(), List.of()), wishes(daemon));

        address("add", 2);
        address("add", 0);
        hosts.await("one joined", () -> daemon.status().subflows() == 3);
        hosts.await("wished for", () -> wishes(daemon).stream().anyMatch(one -> one.size() == 2));
        assertEquals(1, wishes(daemon).stream().filter(List::isEmpty).count(), "that of the third interface");
        assertEquals(1, hosts.client().call(Counters::read).values().get("MPJoinSynTx"));
    }

    private void address(String what, int path) throws IOException {
        run("ip", "address", what, hosts.client().address(path).getHostAddress() + "/24", "dev", "c" + path);
    }

    private static List<List<?>> wishes(Daemon daemon) throws IOException {
        List<List<?>> all = new ArrayList<>();
        for (ConnectionSummary one : daemon.connections()) {
            all.add(daemon.explain(one.token()).orElseThrow().wishes());
        }
        return all;
    }

    /** Nothing new should begin with a deprecated address; what has begun is as good as a subflow of the other address of the link. */
    @Test
    void aConnectionOfADeprecatedAddressIsJoined() throws Exception {
        Requires.program("ip");
        run("ip", "address", "add", "10.0.0.77/24", "dev", "c0");
        run(
                "ip",
                "address",
                "change",
                hosts.client().address(0).getHostAddress() + "/24",
                "dev",
                "c0",
                "preferred_lft",
                "0");
        hosts.daemonAt(hosts.client(), WITHOUT_THE_THIRD);
        ManagedHosts.Stream stream = hosts.connectFrom(0);
        hosts.await("one of each path", all -> all.size() == 2 && from(all).equals(addresses(0, 1)));
        stream.echo();
        hosts.await("as it was", all -> all.size() == 2 && from(all).equals(addresses(0, 1)));
        assertEquals(1, hosts.client().call(Counters::read).values().get("MPJoinSynTx"));
    }

    private void run(String... command) throws IOException {
        hosts.client()
                .run(() -> assertEquals(
                        0, new ProcessBuilder(command).inheritIO().start().waitFor()));
    }
}
