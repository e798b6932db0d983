package mptcp4j.daemon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final Set<String> NAMES =
            Set.of("aggregate", "announce", "fullmesh", "handover", "interactive", "ndiffports", "none", "refresh");

    @Test
    void findsThoseOfThisLibrary() {
        assertEquals(new TreeSet<>(NAMES), Policies.find().names());
    }

    @Test
    void makesEachByItsDefaults() {
        Policies policies = Policies.find();
        var made = new TreeMap<String, Policy>();
        policies.names().forEach(name -> made.put(name, policies.create(name, new Settings(Map.of()))));
        Duration settle = Duration.ofSeconds(3);
        Map<String, Policy> expected = Map.of(
                "aggregate", new Aggregate(false),
                "announce", new Announce(List.of(), 0, true, false),
                "fullmesh", new FullMesh(false),
                "handover", new Handover(settle, true),
                "interactive", new Interactive(Duration.ofMillis(250), Duration.ofSeconds(1), settle, true),
                "ndiffports", new Ndiffports(2),
                "none", new None(),
                "refresh", new Refresh(5, Duration.ofMillis(2500)));
        assertEquals(new TreeMap<>(expected), made);
    }

    @Test
    void readsTheSettings() {
        Map<String, Object> values = Map.of(
                "settle",
                Duration.ofSeconds(9),
                "rtt",
                Duration.ofMillis(30),
                "rto",
                Duration.ofMillis(400),
                "metered",
                false);
        assertEquals(
                new Interactive(Duration.ofMillis(30), Duration.ofMillis(400), Duration.ofSeconds(9), false),
                Policies.find().create("interactive", new Settings(values)));
        var wrong = new Settings(Map.of("subflows", 9));
        assertThrows(IllegalArgumentException.class, () -> Policies.find().create("refresh", wrong));
    }

    @Test
    void refusesTwoOfOneName() {
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> Policies.of(List.of(new None.Factory(), new Refresh.Factory(), new None.Factory())));
        String factory = None.Factory.class.getName();
        assertEquals("two policies are named 'none': " + factory + " and " + factory, refusal.getMessage());
    }

    @Test
    void saysWhichThereAre() {
        Policies two = Policies.of(List.of(new None.Factory(), new Aggregate.Factory()));
        var refusal = assertThrows(IllegalArgumentException.class, () -> two.create("fastest", new Settings(Map.of())));
        assertEquals("no policy 'fastest', but aggregate, none", refusal.getMessage());
    }
}
