package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mptcp4j.daemon.policy.Announcement;
import mptcp4j.daemon.policy.Condition;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.daemon.policy.PeerAddress;
import mptcp4j.daemon.policy.Plan;
import mptcp4j.daemon.policy.Plan.Others;
import mptcp4j.daemon.policy.Replacement;
import mptcp4j.daemon.policy.SubflowView;
import mptcp4j.daemon.policy.View;
import mptcp4j.daemon.policy.Wish;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final LocalPath FIRST = path("10.0.0.1", 2);
    private static final LocalPath SECOND = path("10.0.1.1", 3);
    private static final PeerAddress PEER = new PeerAddress(0, new InetSocketAddress(address("10.0.0.2"), 80));
    private static final Wish ON_FIRST = new Wish(FIRST, PEER, false, "first");
    private static final Wish ON_SECOND = new Wish(SECOND, PEER, false, "second");

    private final List<SubflowView> there = new ArrayList<>();
    private final List<Announcement> announced = new ArrayList<>();
    private final List<SubflowView> hurting = new ArrayList<>();
    private Duration pause = Duration.ZERO;
    private int cap = 8;

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static LocalPath path(String address, int link) {
        return new LocalPath(address(address), link, "eth" + link, 0, false, false, 1);
    }

    private SubflowView has(LocalPath from, int port, Condition condition) {
        return has(from, port, condition, true, false);
    }

    private SubflowView has(LocalPath from, int port, Condition condition, boolean established, boolean backup) {
        var subflow = new SubflowView(
                new InetSocketAddress(from.address(), port),
                PEER.address(),
                from.equals(FIRST) ? 0 : 1,
                0,
                from.link(),
                there.isEmpty(),
                true,
                established,
                backup,
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                condition,
                Duration.ofSeconds(5),
                Optional.empty());
        there.add(subflow);
        return subflow;
    }

    private List<Step> steps(Plan plan) {
        var view = new View(
                1,
                false,
                new InetSocketAddress(FIRST.address(), 1000),
                PEER.address(),
                false,
                Duration.ofSeconds(5),
                true,
                there,
                List.of(FIRST, SECOND),
                List.of(PEER),
                List.of());
        return Difference.of(new Situation(view, plan, cap, Set.copyOf(announced), hurting::contains, wish -> pause));
    }

    private List<Step> steps(Others others, Wish... wishes) {
        return steps(Plan.of(List.of(wishes), others));
    }

    private static Step.Close close(SubflowView subflow, boolean tellPeer, String why) {
        return new Step.Close(Ends.of(subflow), tellPeer, why);
    }

    @Test
    void nothingIsDoneWhereAllIsThere() {
        has(FIRST, 1000, Condition.FINE);
        has(SECOND, 1001, Condition.FINE);
        assertEquals(List.of(), steps(Others.CLOSE, ON_FIRST, ON_SECOND));
    }

    @Test
    void whatIsMissingIsCreated() {
        has(FIRST, 1000, Condition.FINE);
        assertEquals(List.of(new Step.Create(ON_SECOND, false)), steps(Others.KEEP, ON_FIRST, ON_SECOND));
    }

    @Test
    void theSameWishTwiceIsTwoSubflows() {
        has(FIRST, 1000, Condition.FINE);
        assertEquals(List.of(new Step.Create(ON_FIRST, false)), steps(Others.KEEP, ON_FIRST, ON_FIRST));
    }

    @Test
    void whatIsOnItsWayIsNotCreatedAgain() {
        has(FIRST, 1000, Condition.FINE);
        has(SECOND, 0, Condition.FINE, false, false);
        assertEquals(List.of(), steps(Others.KEEP, ON_FIRST, ON_SECOND));
    }

    @Test
    void nothingIsCreatedBeyondTheCap() {
        has(FIRST, 1000, Condition.FINE);
        cap = 1;
        assertEquals(List.of(), steps(Others.KEEP, ON_FIRST, ON_SECOND));
    }

    @Test
    void whatFailedIsTriedLater() {
        has(FIRST, 1000, Condition.FINE);
        pause = Duration.ofSeconds(2);
        assertEquals(List.of(new Step.Later(pause, "second")), steps(Others.KEEP, ON_FIRST, ON_SECOND));
    }

    @Test
    void backupIsSetAndTakenBack() {
        has(FIRST, 1000, Condition.FINE, true, true);
        SubflowView second = has(SECOND, 1001, Condition.FINE);
        var ready = new Wish(SECOND, PEER, true, "ready");
        assertEquals(
                List.of(
                        new Step.Prioritise(Ends.of(there.get(0)), false, "first"),
                        new Step.Prioritise(Ends.of(second), true, "ready")),
                steps(Others.KEEP, ON_FIRST, ready));
    }

    @Test
    void whatIsGoneIsClosedOnceAnotherWorks() {
        SubflowView gone = has(FIRST, 1000, Condition.GONE);
        assertEquals(List.of(new Step.Create(ON_SECOND, false)), steps(Others.KEEP, ON_SECOND), "nothing works yet");
        has(SECOND, 1001, Condition.FINE);
        assertEquals(List.of(close(gone, true, "its path is gone")), steps(Others.KEEP, ON_SECOND));
    }

    @Test
    void thePeerIsNotToldThatAnAddressIsGoneThatWorksElsewhere() {
        SubflowView gone = has(FIRST, 1000, Condition.GONE);
        has(FIRST, 1001, Condition.FINE);
        assertEquals(List.of(close(gone, false, "its path is gone")), steps(Others.KEEP));
    }

    @Test
    void whatIsSilentIsTriedBesideAndThenClosed() {
        SubflowView silent = has(FIRST, 1000, Condition.SILENT);
        assertEquals(List.of(new Step.Create(ON_FIRST, false)), steps(Others.KEEP, ON_FIRST), "the last one stays");
        has(SECOND, 1001, Condition.FINE);
        assertEquals(List.of(new Step.Create(ON_FIRST, false)), steps(Others.KEEP, ON_FIRST, ON_SECOND));
        has(FIRST, 1002, Condition.FINE);
        assertEquals(
                List.of(close(silent, false, "it is silent, and another has taken its place")),
                steps(Others.KEEP, ON_FIRST, ON_SECOND));
    }

    @Test
    void whatIsSilentAndNotOursToMakeAgainStays() {
        has(FIRST, 1000, Condition.SILENT);
        has(SECOND, 1001, Condition.FINE);
        assertEquals(List.of(), steps(Others.KEEP));
    }

    @Test
    void whatHoldsUpOthersIsBackupWhileOneDoesWell() {
        SubflowView lossy = has(FIRST, 1000, Condition.LOSSY);
        hurting.add(lossy);
        assertEquals(List.of(), steps(Others.KEEP, ON_FIRST), "it is all there is");
        has(SECOND, 1001, Condition.FINE);
        assertEquals(
                List.of(new Step.Prioritise(
                        Ends.of(lossy), true, "it loses much, brings little, and holds up the others")),
                steps(Others.KEEP, ON_FIRST, ON_SECOND));
    }

    @Test
    void othersAreClosedWhereTheyAreNotWantedAndSomethingWorks() {
        has(FIRST, 1000, Condition.FINE);
        SubflowView other = has(SECOND, 1001, Condition.FINE);
        assertEquals(List.of(), steps(Others.KEEP, ON_FIRST));
        assertEquals(List.of(close(other, false, "the policy has no use for it")), steps(Others.CLOSE, ON_FIRST));
        there.remove(0);
        assertEquals(List.of(new Step.Create(ON_FIRST, false)), steps(Others.CLOSE, ON_FIRST), "it is all there is");
    }

    @Test
    void theNewOneComesBeforeTheOldOneGoes() {
        has(SECOND, 1001, Condition.FINE);
        SubflowView old = has(FIRST, 1000, Condition.FINE);
        var plan = new Plan(
                List.of(ON_SECOND, ON_FIRST), Others.KEEP, List.of(new Replacement(old, "slowest")), List.of());
        assertEquals(List.of(new Step.Create(ON_FIRST, false)), steps(plan));
        has(FIRST, 1002, Condition.FINE, false, false);
        assertEquals(List.of(), steps(plan), "on its way");
        there.remove(2);
        has(FIRST, 1002, Condition.FINE);
        assertEquals(List.of(close(old, false, "slowest")), steps(plan));
    }

    @Test
    void theCapDoesNotKeepOneFromBeingReplaced() {
        SubflowView old = has(FIRST, 1000, Condition.FINE);
        cap = 1;
        var plan = new Plan(List.of(ON_FIRST), Others.KEEP, List.of(new Replacement(old, "slowest")), List.of());
        assertEquals(List.of(new Step.Create(ON_FIRST, false)), steps(plan));
    }

    @Test
    void whatThePeerShouldKnowIsAnnouncedAndWithdrawn() {
        var known = new Announcement(FIRST.address(), 0, Optional.empty(), "known");
        var fresh = new Announcement(SECOND.address(), 0, Optional.empty(), "fresh");
        announced.add(known);
        assertEquals(
                List.of(new Step.Announce(fresh), new Step.Withdraw(known, "it is not wanted any more")),
                steps(new Plan(List.of(), Others.KEEP, List.of(), List.of(fresh))));
    }
}
