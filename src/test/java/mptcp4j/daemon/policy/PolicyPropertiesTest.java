package mptcp4j.daemon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** What holds for every policy, whatever the connection is like. Edge cases of all parts would be all that is tried. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class PolicyPropertiesTest {
    private static final int SAME = 4;
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final List<Policy> ALL = List.of(
            new None(),
            new Aggregate(false),
            new Aggregate(true),
            new FullMesh(true),
            new Handover(SETTLE, true),
            new Handover(Duration.ZERO, false),
            new Interactive(Duration.ofMillis(200), Duration.ofSeconds(1), SETTLE, true),
            new Ndiffports(SAME),
            new Refresh(SAME, Duration.ofSeconds(2)),
            new Announce(List.of(), 0, true, false));

    @Property
    void sameViewSamePlan(@ForAll("policies") Policy policy, @ForAll("views") View view) {
        assertEquals(policy.plan(view), policy.plan(copy(view)));
    }

    @Property
    void wishesAreFromPathsToWhereTheyReach(@ForAll("policies") Policy policy, @ForAll("views") View view) {
        for (Wish wish : policy.plan(view).subflows()) {
            assertTrue(view.paths().contains(wish.from()) || standsForAPath(view, wish.from()), wish::toString);
            assertEquals(
                    wish.from().address().getClass(),
                    wish.to().address().getAddress().getClass(),
                    wish::toString);
            assertTrue(view.peers().contains(wish.to()) || isThere(view, wish), wish::toString);
            assertTrue(wish.backup() || !wish.from().backup(), wish::toString);
        }
    }

    private static boolean standsForAPath(View view, LocalPath path) {
        return view.path(path.address()).isEmpty()
                && view.paths().stream()
                        .anyMatch(other -> other.withAddress(path.address()).equals(path))
                && view.subflows().stream()
                        .anyMatch(one -> one.isAlive()
                                && one.link() == path.link()
                                && one.local().getAddress().equals(path.address()));
    }

    private static boolean isThere(View view, Wish wish) {
        return view.subflows().stream()
                .anyMatch(one -> one.isBetween(wish.from().address(), wish.to().address()));
    }

    @Property
    void wishesAreNoMoreThanPathsTimesAddresses(@ForAll("policies") Policy policy, @ForAll("views") View view) {
        List<Wish> wishes = policy.plan(view).subflows();
        boolean several = policy instanceof Ndiffports || policy instanceof Refresh;
        int most =
                several ? SAME : view.paths().size() * Math.max(1, view.peers().size());
        int kept = policy instanceof Interactive ? view.subflows().size() : 0;
        assertTrue(wishes.size() <= most + kept, wishes::toString);
        assertEquals(several && !wishes.isEmpty() ? 1 : wishes.size(), new HashSet<>(wishes).size());
    }

    @Property
    void serversOpenNothingAndTunnelsAreKept(@ForAll("policies") Policy policy, @ForAll("views") View view) {
        assertEquals(List.of(), policy.plan(Given.server(view)).subflows());
        assertEquals(Plan.leaveAsIs(), policy.plan(Given.confined(view)));
    }

    @Property
    void theSecondPathOfInteractiveIsOnAnotherLinkWhereThereIsOne(@ForAll("views") View view) {
        List<Wish> wishes =
                new Interactive(SETTLE, SETTLE, SETTLE, true).plan(view).subflows();
        if (wishes.size() > 1) {
            int first = wishes.get(0).from().link();
            boolean another = view.paths().stream()
                    .anyMatch(path ->
                            path.link() != first && view.peers().stream().anyMatch(path::reaches));
            assertTrue(!another || wishes.get(1).from().link() != first, wishes::toString);
            assertTrue(wishes.stream().skip(2).allMatch(Wish::backup), wishes::toString);
        }
    }

    @Property
    void handoverWishesForNothingCostlierThanWhatIsFine(@ForAll("views") View view) {
        Policy handover = new Handover(Duration.ZERO, true);
        int fine = view.subflows().stream()
                .filter(SubflowView::isFine)
                .flatMap(one -> view.path(one.local().getAddress()).stream())
                .mapToInt(LocalPath::cost)
                .min()
                .orElse(Integer.MAX_VALUE);
        for (Wish wish : handover.plan(view).subflows()) {
            assertTrue(wish.from().cost() <= fine, wish::toString);
        }
    }

    @Property
    void nothingIsClosedWhereNothingIsWishedFor(@ForAll("policies") Policy policy, @ForAll("views") View view) {
        Plan plan = policy.plan(view);
        assertFalse(plan.subflows().isEmpty() && plan.others() == Plan.Others.CLOSE);
    }

    @Property
    void replacementsAreDifferentSubflowsOfTheView(@ForAll("views") View view) {
        Plan plan = new Refresh(SAME, Duration.ofSeconds(2)).plan(view);
        List<SubflowView> old =
                plan.replacements().stream().map(Replacement::old).toList();
        assertTrue(view.subflows().containsAll(old));
        assertEquals(old.size(), new HashSet<>(old).size());
        assertTrue(old.size() < Math.max(2, view.subflows().size()), "something stays");
    }

    @Property
    void eachPathHasOneAddressOfAggregate(@ForAll("views") View view) {
        Set<LocalPath> from = new HashSet<>();
        for (Wish wish : new Aggregate(true).plan(view).subflows()) {
            assertTrue(from.add(wish.from()), wish::toString);
        }
        Set<LocalPath> able = new HashSet<>(Joining.pathsInUse(view, true));
        able.removeIf(path -> view.peers().stream().noneMatch(path::reaches) && !from.contains(path));
        assertEquals(view.server() || view.confined() ? Set.of() : able, from);
    }

    /** What was wished for is there: then the plan is the same, and nothing flaps. */
    @Property
    void aPlanThatCameTrueStays(@ForAll("views") View view) {
        for (Policy policy : List.of(new Aggregate(true), new FullMesh(true), new Handover(SETTLE, true))) {
            View fulfilled = fulfil(view, policy.plan(view));
            Plan again = policy.plan(fulfilled);
            assertEquals(again, policy.plan(fulfil(fulfilled, again)), policy::toString);
        }
    }

    private static View fulfil(View view, Plan plan) {
        List<SubflowView> subflows = new ArrayList<>();
        for (Wish wish : plan.subflows()) {
            subflows.add(Given.subflow(wish.from(), wish.to())
                    .backup(wish.backup(), Duration.ZERO)
                    .it());
        }
        return subflows.isEmpty() ? view : with(view, subflows);
    }

    private static View copy(View view) {
        return with(view, view.subflows());
    }

    private static View with(View view, List<SubflowView> subflows) {
        return new View(
                view.token(),
                view.server(),
                view.initialLocal(),
                view.initialRemote(),
                view.confined(),
                view.age(),
                view.mayJoinInitial(),
                subflows,
                view.paths(),
                view.peers(),
                view.failing());
    }

    @Provide
    Arbitrary<Policy> policies() {
        return Arbitraries.of(ALL);
    }

    @Provide
    Arbitrary<View> views() {
        Arbitrary<List<LocalPath>> paths = paths().list().ofMaxSize(4).map(PolicyPropertiesTest::sorted);
        Arbitrary<List<PeerAddress>> peers = Arbitraries.of(
                        Given.FIRST, Given.SECOND, Given.peer(2, "fd00:1::2"), Given.peer(3, "10.0.3.2"))
                .list()
                .uniqueElements()
                .ofMaxSize(4);
        return Combinators.combine(paths, peers)
                .flatAs((ours, theirs) -> subflows(ours, theirs).map(list -> Given.view(ours, theirs, list)));
    }

    private static Arbitrary<LocalPath> paths() {
        return Combinators.combine(
                        Arbitraries.of("10.0.0.1", "10.0.1.1", "10.0.2.1", "fd00:1::1", "fd00:2::1"),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((address, link, cost, backup, metered) -> {
                    LocalPath path = Given.path(address, link, cost);
                    LocalPath second = backup ? Given.asBackup(path) : path;
                    return metered ? Given.metered(second) : second;
                });
    }

    /** The best first, and no address twice. */
    private static List<LocalPath> sorted(List<LocalPath> some) {
        Set<LocalPath> byAddress = new TreeSet<>(
                (a, b) -> a.address().getHostAddress().compareTo(b.address().getHostAddress()));
        byAddress.addAll(some);
        return byAddress.stream()
                .sorted((a, b) -> Integer.compare(a.cost(), b.cost()))
                .toList();
    }

    private static Arbitrary<SubflowView[]> subflows(List<LocalPath> paths, List<PeerAddress> peers) {
        List<LocalPath> from = new ArrayList<>(paths);
        from.add(Given.WIFI);
        List<PeerAddress> to = new ArrayList<>(peers);
        to.add(Given.FIRST);
        Arbitrary<Optional<Measured>> measured = Arbitraries.longs()
                .between(0, 400_000)
                .map(micros -> Measured.WELL.rtt(micros).rto(4 * micros).pacing(micros))
                .optional();
        return Combinators.combine(
                        Arbitraries.of(from),
                        Arbitraries.of(to),
                        Arbitraries.of(Condition.class),
                        Arbitraries.longs().between(0, 10_000),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        measured)
                .as((here, there, condition, millis, backup, pending, values) -> {
                    Duration since = Duration.ofMillis(millis);
                    Given.Some some = Given.subflow(here, there)
                            .aged(since)
                            .is(condition, since)
                            .backup(backup, since);
                    Given.Some known = values.map(some::measured).orElse(some);
                    return pending ? known.pending().it() : known.it();
                })
                .filter(one -> one.local().getAddress().getClass()
                        == one.remote().getAddress().getClass())
                .array(SubflowView[].class)
                .ofMaxSize(6);
    }
}
