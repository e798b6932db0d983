package mptcp4j.daemon.policy;

import static mptcp4j.daemon.policy.Given.FIRST;
import static mptcp4j.daemon.policy.Given.INITIAL;
import static mptcp4j.daemon.policy.Given.PHONE;
import static mptcp4j.daemon.policy.Given.SECOND;
import static mptcp4j.daemon.policy.Given.WIFI;
import static mptcp4j.daemon.policy.Given.path;
import static mptcp4j.daemon.policy.Given.peer;
import static mptcp4j.daemon.policy.Given.subflow;
import static mptcp4j.daemon.policy.Given.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateTest {
    private static final Policy AGGREGATE = new Aggregate(false);

    private static Wish wish(LocalPath from, PeerAddress to) {
        return new Wish(from, to, from.backup(), "each path once");
    }

    private static Plan plan(Wish... wishes) {
        return Plan.of(List.of(wishes), Plan.Others.KEEP);
    }

    @Test
    void spreadsThePathsOverThePeersAddresses() {
        assertEquals(plan(wish(WIFI, FIRST), wish(PHONE, SECOND)), AGGREGATE.plan(view(INITIAL)));
    }

    /** A path that carries as much as two others has an address of the peer for itself. */
    @Test
    void aHeavierPathTakesMoreOfThePeersAddresses() {
        LocalPath heavy = new LocalPath(Given.address("10.0.5.1"), 5, "eth5", 0, false, false, 2);
        LocalPath one = path("10.0.6.1", 6, 0);
        LocalPath other = path("10.0.7.1", 7, 0);
        View view = view(List.of(heavy, one, other), List.of(FIRST, SECOND));
        List<PeerAddress> to =
                AGGREGATE.plan(view).subflows().stream().map(Wish::to).toList();
        assertEquals(2, to.stream().filter(peer -> !peer.equals(to.get(0))).count());
    }

    @Test
    void usesTheOnlyAddressForAll() {
        View view = view(List.of(WIFI, PHONE), List.of(FIRST), INITIAL);
        assertEquals(plan(wish(WIFI, FIRST), wish(PHONE, FIRST)), AGGREGATE.plan(view));
    }

    @Test
    void leavesASubflowWhereItIs() {
        SubflowView toFirst = subflow(PHONE, FIRST).it();
        assertEquals(plan(wish(WIFI, FIRST), wish(PHONE, FIRST)), AGGREGATE.plan(view(INITIAL, toFirst)));
    }

    @Test
    void combinesEachIpVersionWithItself() {
        LocalPath six = path("fd00:1::1", 2, 0);
        PeerAddress there = peer(2, "fd00:1::2");
        View view = view(List.of(WIFI, six), List.of(FIRST, there), INITIAL);
        assertEquals(plan(wish(WIFI, FIRST), wish(six, there)), AGGREGATE.plan(view));
        assertEquals(plan(wish(WIFI, FIRST)), AGGREGATE.plan(view(List.of(WIFI, six), List.of(FIRST), INITIAL)));
    }

    @Test
    void joinsNoAddressThatThePeerKeepsFromJoins() {
        View view = view(List.of(WIFI, PHONE), List.of(), INITIAL);
        assertEquals(plan(wish(WIFI, FIRST)), AGGREGATE.plan(view), "the one that is there");
        View announced = view(List.of(WIFI, PHONE), List.of(SECOND), INITIAL);
        assertEquals(plan(wish(WIFI, FIRST), wish(PHONE, SECOND)), AGGREGATE.plan(announced));
    }

    @Test
    void spendsMoneyOnlyWhereItIsTold() {
        LocalPath metered = Given.metered(PHONE);
        View view = view(List.of(WIFI, metered), List.of(FIRST), INITIAL);
        assertEquals(plan(wish(WIFI, FIRST)), AGGREGATE.plan(view));
        assertEquals(plan(wish(WIFI, FIRST), wish(metered, FIRST)), new Aggregate(true).plan(view));
    }

    @Test
    void makesBackupOfWhatTheRulesSayIs() {
        LocalPath backup = Given.asBackup(PHONE);
        View view = view(List.of(WIFI, backup), List.of(FIRST), INITIAL);
        assertEquals(plan(wish(WIFI, FIRST), new Wish(backup, FIRST, true, "each path once")), AGGREGATE.plan(view));
    }

    /** A connection begins on a temporary address where the host has one, and that is no path. */
    @Test
    void letsAnAddressInUseStandForThePathOfItsLink() {
        LocalPath lasting = path("10.0.0.77", WIFI.link(), 0);
        LocalPath another = path("10.0.0.78", WIFI.link(), 0);
        View view = view(List.of(lasting, another, PHONE), List.of(FIRST, SECOND), INITIAL);
        assertEquals(plan(wish(WIFI, FIRST), wish(another, SECOND), wish(PHONE, SECOND)), AGGREGATE.plan(view));
        SubflowView silent =
                new Given.Some(INITIAL).is(Condition.SILENT, Given.LONG).it();
        View later = view(List.of(lasting, PHONE), List.of(FIRST, SECOND), silent);
        assertEquals(plan(wish(lasting, FIRST), wish(PHONE, SECOND)), AGGREGATE.plan(later));
    }

    @Test
    void goesElsewhereAfterAFailure() {
        var way = new View.Way(PHONE.address(), SECOND.address());
        View view = Given.failing(view(INITIAL), way);
        assertEquals(plan(wish(WIFI, FIRST), wish(PHONE, FIRST)), AGGREGATE.plan(view));
    }

    @Test
    void prefersAnAddressNearby() {
        LocalPath third = path("10.0.3.1", 3, 20);
        PeerAddress near = peer(7, "10.0.3.2");
        View view = view(List.of(WIFI, third), List.of(FIRST, SECOND, near), INITIAL);
        assertEquals(plan(wish(WIFI, FIRST), wish(third, near)), AGGREGATE.plan(view));
    }

    @Test
    void doesNothingForAServerNorInATunnel() {
        assertEquals(Plan.leaveAsIs(), AGGREGATE.plan(Given.server(view(INITIAL))));
        assertEquals(Plan.leaveAsIs(), AGGREGATE.plan(Given.confined(view(INITIAL))));
    }
}
