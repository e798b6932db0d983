package mptcp4j.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private final PathSpec plain = PathSpec.between("client", "server");

    @Test
    void twoHostsHaveAsManyPathsAsWanted() {
        assertEquals(new Topology(List.of(plain, plain), false, null), Topology.twoHosts(2));
        assertEquals(Set.of("client", "server"), Topology.twoHosts(3).hosts());
    }

    @Test
    void everyPathGetsTheRate() {
        PathSpec limited = plain.rate(Rate.mbit(100));
        assertEquals(
                new Topology(List.of(limited, limited), false, null),
                Topology.twoHosts(2).rate(Rate.mbit(100)));
    }

    @Test
    void onePathCanBeChanged() {
        assertEquals(
                new Topology(List.of(plain, plain.asBackup()), false, null),
                Topology.twoHosts(2).path(1, PathSpec::asBackup));
    }

    @Test
    void hostsAreThoseThatThePathsName() {
        Topology threeHosts = Topology.of(PathSpec.between("phone", "proxy"), PathSpec.between("proxy", "server"));
        assertEquals(List.of("phone", "proxy", "server"), List.copyOf(threeHosts.hosts()));
        assertEquals(List.of(1), threeHosts.pathsOfClient("proxy"));
        assertEquals(List.of(), threeHosts.pathsOfClient("server"));
    }

    @Test
    void aPathIsWhatItsMethodsSay() {
        PathSpec path = plain.rate(Rate.mbit(20))
                .queue(Duration.ofMillis(10))
                .delay(Duration.ofMillis(30), Duration.ofMillis(2))
                .loss(0.01);
        assertEquals(
                new PathSpec(
                        "client",
                        "server",
                        Rate.mbit(20),
                        Duration.ofMillis(10),
                        Duration.ofMillis(30),
                        Duration.ofMillis(2),
                        0.01,
                        false),
                path);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> Topology.twoHosts(0));
        assertThrows(IllegalArgumentException.class, () -> Topology.twoHosts(256));
        assertThrows(IllegalArgumentException.class, () -> Topology.twoHosts(2).path(0, PathSpec::asBackup));
        assertThrows(IllegalArgumentException.class, () -> PathSpec.between("client", "client"));
        assertThrows(IllegalArgumentException.class, () -> PathSpec.between("client", "../server"));
        assertThrows(IllegalArgumentException.class, () -> plain.loss(1.5));
        assertThrows(IllegalArgumentException.class, () -> plain.queue(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> plain.delay(Duration.ofMillis(-1)));
    }
}
