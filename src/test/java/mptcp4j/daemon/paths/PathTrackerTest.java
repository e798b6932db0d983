package mptcp4j.daemon.paths;

import static mptcp4j.daemon.paths.Networks.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mptcp4j.daemon.config.Damping;
import mptcp4j.daemon.config.InterfaceUse;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.route.AddressFlag;
import mptcp4j.route.NetworkState;
import org.junit.jupiter.api.Test;

/** Losses and returns by a clock that the test sets. */
class PathTrackerTest {
    private static final InetAddress ADDRESS = ip("10.0.2.1");
    private static final NetworkState WELL =
            new Networks().up(2, "eth0").address(2, "10.0.2.1").state();
    private static final NetworkState WITHOUT_CARRIER =
            new Networks().withoutCarrier(2, "eth0").address(2, "10.0.2.1").state();
    private static final NetworkState WITHOUT_ADDRESS =
            new Networks().up(2, "eth0").state();
    private static final NetworkState NOTHING = new Networks().state();
    private static final Damping DAMPING = new Damping(2, Duration.ofMillis(1000), Duration.ofMillis(400));

    private final PathTracker tracker = new PathTracker(link -> Optional.of(InterfaceUse.PLAIN), DAMPING);

    @Test
    void saysWhatIsMissingAndSinceWhen() {
        assertEquals(List.of(ADDRESS), addresses(tracker.with(WELL, at(0))));
        assertEquals(
                losses(Loss.Reason.LINK_DOWN, 10),
                tracker.with(WITHOUT_CARRIER, at(10)).losses());
        assertEquals(
                losses(Loss.Reason.ADDRESS_GONE, 10),
                tracker.with(WITHOUT_ADDRESS, at(20)).losses());
        PathState last = tracker.with(NOTHING, at(30));
        assertEquals(Set.of(ADDRESS), last.dead());
        assertEquals(losses(Loss.Reason.LINK_GONE, 10), last.losses());
        assertEquals(List.of(), last.paths());
    }

    @Test
    void aFirstReturnIsAtOnce() {
        tracker.with(WELL, at(0));
        tracker.with(WITHOUT_CARRIER, at(10));
        PathState back = tracker.with(WELL, at(20));
        assertEquals(List.of(ADDRESS), addresses(back));
        assertEquals(Map.of(), back.losses());
        assertEquals(Optional.empty(), tracker.due(at(20)));
    }

    @Test
    void whatFlapsHasToStayLongerEachTime() {
        assertEquals(
                List.of(0, 0, 50, 100, 200, 400), List.of(flap(0), flap(10), flap(20), flap(30), flap(40), flap(50)));
        PathState held = tracker.at(at(60));
        assertEquals(List.of(), held.paths());
        assertEquals(losses(Loss.Reason.FLAPPING, 21), held.losses());
        assertEquals(Set.of(), held.dead());
        assertEquals(Map.of(), tracker.at(at(452)).losses());
        assertEquals(List.of(ADDRESS), addresses(tracker.at(at(452))));
        assertEquals(Optional.empty(), tracker.due(at(452)));
    }

    @Test
    void forgetsLossesAfterTheWindow() {
        flap(0);
        flap(10);
        assertEquals(50, flap(20));
        assertEquals(0, flap(1100));
    }

    @Test
    void anInterfaceUnderAnotherIndexIsAnotherOne() {
        flap(0);
        flap(10);
        tracker.with(NOTHING, at(20));
        NetworkState other = new Networks().up(7, "eth0").address(7, "10.0.2.1").state();
        PathState back = tracker.with(other, at(21));
        assertEquals(List.of(new LocalPath(ADDRESS, 7, "eth0", 0, false, false, 1)), back.paths());
        assertEquals(Map.of(), back.losses());
    }

    @Test
    void anAddressThatMovesToAnotherLinkIsNotLost() {
        tracker.with(WELL, at(0));
        NetworkState moved = new Networks()
                .up(2, "eth0")
                .up(3, "eth1")
                .address(3, "10.0.2.1")
                .state();
        PathState state = tracker.with(moved, at(10));
        assertEquals(Map.of(), state.losses());
        assertEquals(3, state.paths().get(0).link());
    }

    @Test
    void anotherNameIsTheSamePath() {
        tracker.with(WELL, at(0));
        PathState renamed =
                tracker.with(new Networks().up(2, "wan0").address(2, "10.0.2.1").state(), at(10));
        assertEquals(List.of(new LocalPath(ADDRESS, 2, "wan0", 0, false, false, 1)), renamed.paths());
        assertEquals(Map.of(), renamed.losses());
    }

    @Test
    void aDeprecatedAddressIsNeitherPathNorLoss() {
        tracker.with(WELL, at(0));
        PathState deprecated = tracker.with(
                new Networks()
                        .up(2, "eth0")
                        .address(2, "10.0.2.1", AddressFlag.DEPRECATED)
                        .state(),
                at(10));
        assertEquals(List.of(), deprecated.paths());
        assertEquals(Map.of(), deprecated.losses());
    }

    @Test
    void anAddressThatNeverWorkedIsNoLoss() {
        tracker.with(
                new Networks()
                        .up(2, "eth0")
                        .address(2, "2001:db8::1", AddressFlag.TENTATIVE)
                        .state(),
                at(0));
        assertEquals(Map.of(), tracker.with(NOTHING, at(10)).losses());
    }

    /** Subflows from there are dead, whoever began them. */
    @Test
    void whatTheRulesDoNotWantIsLostAllTheSame() {
        tracker.with(WELL, at(0));
        assertEquals(List.of(), tracker.with(link -> Optional.empty(), at(5)).paths());
        assertEquals(
                losses(Loss.Reason.LINK_DOWN, 10),
                tracker.with(WITHOUT_CARRIER, at(10)).losses());
    }

    @Test
    void keepsTheLastLossesOnly() {
        for (int i = 0; i < 600; i++) {
            String address = "10.7." + i / 200 + "." + (1 + i % 200);
            tracker.with(new Networks().up(2, "eth0").address(2, address).state(), at(i));
        }
        PathState last = tracker.with(NOTHING, at(600));
        assertEquals(512, last.losses().size());
        assertEquals(ip("10.7.2.200"), last.losses().get(ip("10.7.2.200")).address());
    }

    @Test
    void neverWaitsWhereItNeedNot() {
        var undamped = new PathTracker(
                link -> Optional.of(InterfaceUse.PLAIN), new Damping(0, Duration.ofHours(1), Duration.ofHours(1)));
        for (int i = 0; i < 100; i++) {
            assertEquals(List.of(ADDRESS), addresses(undamped.with(WELL, at(i))));
            undamped.with(WITHOUT_CARRIER, at(i));
        }
    }

    /** Down a millisecond later and back at the same time. @return how long it has to stay then, in milliseconds */
    private int flap(int millis) {
        tracker.with(WELL, at(millis));
        tracker.with(WITHOUT_CARRIER, at(millis + 1));
        tracker.with(WELL, at(millis + 2));
        return (int)
                tracker.due(at(millis + 2)).map(Duration::toMillis).orElse(0L).longValue();
    }

    private static Map<InetAddress, Loss> losses(Loss.Reason reason, int since) {
        return Map.of(ADDRESS, new Loss(ADDRESS, 2, "eth0", reason, at(since)));
    }

    private static List<InetAddress> addresses(PathState state) {
        return state.paths().stream().map(LocalPath::address).toList();
    }

    /** The clock may be anywhere, and go over its end. */
    private static long at(int millis) {
        return Long.MAX_VALUE - 50_000_000 + millis * 1_000_000L;
    }
}
