package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mptcp4j.diag.Counters;
import mptcp4j.diag.Subflow;
import mptcp4j.lab.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Policies that open several subflows, or announce, or do nothing, on the wire: {@code fullmesh}, {@code ndiffports}, {@code refresh}. */
@Timeout(60)
class SubflowsPolicyKernelIT {
    private static final String ALL_LINKS =
            "[[interface]]\nname = \"*\"\nuse = true\n[default]\npolicy = \"its\"\n[policy.its]\n";
    private static final int REPLACED = 4;

    private ManagedHosts hosts;

    @AfterEach
    void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }

    private void create(int paths) throws IOException {
        hosts = ManagedHosts.create(paths);
    }

    private Daemon daemon(Host host, String policy) throws IOException {
        return hosts.daemonAt(host, ALL_LINKS + policy);
    }

    private static long count(Host host, String counter) throws IOException {
        return host.call(Counters::read).values().get(counter);
    }

    private static Set<List<InetAddress>> pairs(List<Subflow> subflows) {
        return subflows.stream()
                .map(one -> List.of(one.local().getAddress(), one.remote().getAddress()))
                .collect(Collectors.toSet());
    }

    /** Each address of the client with each of the server. */
    private Set<List<InetAddress>> mesh(int paths) {
        Set<List<InetAddress>> all = new HashSet<>();
        for (int from = 0; from < paths; from++) {
            for (int to = 0; to < paths; to++) {
                all.add(List.of(hosts.client().address(from), hosts.server().address(to)));
            }
        }
        return all;
    }

    @Test
    void aServerAnnouncesAllAtOnceAndAClientMakesAMesh() throws IOException {
        create(3);
        daemon(hosts.server(), "type = \"announce\"\n");
        hosts.daemonAt(
                hosts.client(),
                "[[interface]]\nname = \"*\"\nuse = true\n[default]\npolicy = \"fullmesh\"\nmax_subflows = 9\n");
        ManagedHosts.Stream stream = hosts.connect();
        hosts.await("a mesh of nine", all -> all.size() == 9 && pairs(all).equals(mesh(3)));
        assertEquals(2, count(hosts.server(), "AddAddrTx"));
        assertEquals(0, count(hosts.server(), "MPJoinSynTx"), "the server opens nothing");
        stream.echo();
    }

    /** What the client hears of leads to another port, where no program listens but the daemon. */
    @Test
    void aServerListensWhereItIsSaidToBe() throws IOException {
        create(2);
        String there = hosts.server().address(1).getHostAddress() + ":8443";
        daemon(hosts.server(), "type = \"announce\"\naddresses = [\"" + there + " at " + there + "\"]\n");
        daemon(hosts.client(), "type = \"fullmesh\"\n");
        ManagedHosts.Stream stream = hosts.connect();
        var announced = new InetSocketAddress(hosts.server().address(1), 8443);
        hosts.await(
                "two to the port announced",
                all -> all.stream()
                                .filter(one -> one.remote().equals(announced))
                                .count()
                        == 2);
        stream.echo();
        assertEquals(1, count(hosts.server(), "AddAddrTx"));
    }

    @Test
    void aClientOfTheKernelJoinsWhatIsAnnounced() throws IOException {
        create(2);
        daemon(hosts.server(), "type = \"announce\"\n");
        ManagedHosts.Stream stream = hosts.connect();
        InetAddress second = hosts.server().address(1);
        hosts.await(
                "one to the address announced",
                all -> all.stream().anyMatch(one -> one.remote().getAddress().equals(second)));
        stream.echo();
    }

    @Test
    void severalBetweenTheSameAddressesDifferInThePort() throws IOException {
        create(2);
        daemon(hosts.client(), "type = \"ndiffports\"\nsubflows = 4\n");
        ManagedHosts.Stream stream = hosts.connect();
        Set<List<InetAddress>> one =
                Set.of(List.of(hosts.client().address(0), hosts.server().address(0)));
        hosts.await(
                "four between two addresses",
                all -> all.size() == 4 && pairs(all).equals(one) && ports(all).size() == 4);
        stream.echo();
        assertEquals(3, count(hosts.client(), "MPJoinSynTx"));
    }

    private static Set<Integer> ports(List<Subflow> subflows) {
        return subflows.stream().map(one -> one.local().getPort()).collect(Collectors.toSet());
    }

    /** What is echoed arrives before the next is sent, so nothing is on its way for long while a subflow joins. */
    @Test
    void theSlowestGivesWayEverySoOften() throws Exception {
        create(1);
        daemon(hosts.client(), "type = \"refresh\"\nsubflows = 3\nevery = \"500ms\"\n");
        ManagedHosts.Stream stream = hosts.connect();
        hosts.await("three", all -> all.size() == 3);
        Set<Integer> seen = new HashSet<>();
        Set<Integer> counts = new HashSet<>();
        hosts.await("four of them replaced", () -> {
            stream.echo();
            List<Subflow> now = hosts.connections().get(0).subflows().orElseThrow();
            seen.addAll(ports(now));
            counts.add(ManagedHosts.established(hosts.connections().get(0)).size());
            return seen.size() >= 3 + REPLACED;
        });
        assertTrue(Set.of(3, 4).containsAll(counts), counts::toString);
        hosts.await("three in the end", all -> all.size() == 3);
        stream.echo();
    }

    @Test
    void noneDoesNothing() throws Exception {
        create(2);
        Daemon daemon = daemon(hosts.client(), "type = \"none\"\n");
        ManagedHosts.Stream stream = hosts.connect();
        for (int i = 0; i < 20; i++) {
            stream.echo();
        }
        hosts.await("known", () -> daemon.connections().size() == 1);
        assertEquals(0, count(hosts.client(), "MPJoinSynTx"));
        assertEquals(List.of(1), sizes());
    }

    private List<Integer> sizes() throws IOException {
        return hosts.connections().stream()
                .map(one -> one.subflows().orElseThrow().size())
                .toList();
    }

    /** Paths that come together are used together: each has one subflow. */
    @Test
    void eachPathHasOne() throws IOException {
        create(8);
        daemon(hosts.client(), "type = \"aggregate\"\n");
        ManagedHosts.Stream stream = hosts.connect();
        Set<InetAddress> all =
                IntStream.range(0, 8).mapToObj(hosts.client()::address).collect(Collectors.toSet());
        hosts.await(
                "eight",
                its -> its.size() == 8
                        && its.stream()
                                .map(one -> one.local().getAddress())
                                .collect(Collectors.toSet())
                                .equals(all));
        stream.echo();
        assertEquals(7, count(hosts.client(), "MPJoinSynTx"));
    }
}
