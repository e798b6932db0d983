package mptcp4j.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mptcp4j.lab.Datagrams.Fate;
import mptcp4j.linux.Requires;
import mptcp4j.route.Link;
import mptcp4j.route.Rtnetlink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureKernelIT {
    private static final int FAILING = 1;

    @BeforeEach
    void needsNamespaces() {
        Requires.namespaces();
        Requires.program("ip");
    }

    @ParameterizedTest
    @CsvSource({
        "LINK_DOWN_CLIENT, down, carrier, REFUSED",
        "LINK_DOWN_SERVER, carrier, down, VANISHED",
        "CARRIER_LOSS, no carrier, carrier, VANISHED",
        "BLACKHOLE, carrier, carrier, VANISHED",
        "ADDRESS_REMOVED, carrier, carrier, REFUSED"
    })
    void isWhatItSaysAndLeavesTheOtherPathAlone(Failure failure, String client, String server, Fate fate)
            throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(2).withIpv6());
                Datagrams failing = over(lab, FAILING);
                Datagrams other = over(lab, 0)) {
            assertEquals(Fate.ARRIVED, failing.send(Fate.ARRIVED));
            lab.path(FAILING).fail(failure);
            assertEquals(client, state(lab.client()));
            assertEquals(server, state(lab.server()));
            assertEquals(fate, failing.send(fate));
            assertEquals(Fate.ARRIVED, other.send(Fate.ARRIVED));
            assertEquals(Optional.of(failure), lab.path(FAILING).failure());
        }
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void restoringPutsEverythingBack(Failure failure) throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(2).rate(Rate.mbit(100)).withIpv6());
                Datagrams datagrams = over(lab, FAILING)) {
            assertEquals(Fate.ARRIVED, datagrams.send(Fate.ARRIVED));
            String before = configuration(lab);
            for (int times = 0; times < 2; times++) {
                lab.path(FAILING).fail(failure);
                lab.path(FAILING).restore();
                assertEquals(Optional.empty(), lab.path(FAILING).failure());
                Await.equal(Fate.ARRIVED, () -> datagrams.send(Fate.ARRIVED));
            }
            Await.equal(before, () -> configuration(lab));
        }
    }

    @Test
    void aBlackholeSwallowsBothDirectionsAndTellsNobody() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(2));
                Datagrams there = over(lab, FAILING);
                Datagrams back = Datagrams.between(
                        lab.server(),
                        lab.server().address(FAILING),
                        lab.client(),
                        lab.client().address(FAILING))) {
            assertEquals(
                    List.of(Fate.ARRIVED, Fate.ARRIVED), List.of(there.send(Fate.ARRIVED), back.send(Fate.ARRIVED)));
            lab.path(FAILING).fail(Failure.BLACKHOLE);
            Traffic silent = lab.path(FAILING).traffic();
            assertEquals(
                    List.of(Fate.VANISHED, Fate.VANISHED),
                    List.of(there.send(Fate.VANISHED), back.send(Fate.VANISHED)));
            assertEquals(silent, lab.path(FAILING).traffic());
        }
    }

    @Test
    void aPathFailsOnce() throws IOException {
        try (Lab lab = Lab.of(Topology.twoHosts(1))) {
            lab.path(0).restore();
            lab.path(0).fail(Failure.BLACKHOLE);
            assertThrows(IllegalStateException.class, () -> lab.path(0).fail(Failure.CARRIER_LOSS));
            assertEquals(Optional.of(Failure.BLACKHOLE), lab.path(0).failure());
        }
    }

    private static Datagrams over(Lab lab, int path) throws IOException {
        return Datagrams.between(
                lab.client(),
                lab.client().address(path),
                lab.server(),
                lab.server().address(path));
    }

    private static String state(Host host) throws IOException {
        try (Rtnetlink rtnetlink = host.call(Rtnetlink::open)) {
            Link link = rtnetlink.link(host.linkName(FAILING));
            if (!link.up()) {
                return "down";
            }
            return link.carrier() ? "carrier" : "no carrier";
        }
    }

    /** Returns all that the kernel has been told about links, addresses, routes and rules of both hosts, as ip shows it. */
    private static String configuration(Lab lab) throws IOException {
        var all = new StringBuilder();
        for (Host host : List.of(lab.client(), lab.server())) {
            for (String what : List.of("address", "route show table all", "rule")) {
                all.append(host.call(() -> ip("-4 " + what)));
                all.append(host.call(() -> ip("-6 " + what)));
            }
        }
        return all.toString();
    }

    private static String ip(String arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(("ip -o " + arguments).split(" "))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return String.join("\n", output.lines().sorted().toList()) + "\n";
    }
}
