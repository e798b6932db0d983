package mptcp4j.daemon.paths;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.FULLMESH;
import static mptcp4j.pm.EndpointFlag.IMPLICIT;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mptcp4j.daemon.config.KernelSettings;
import mptcp4j.daemon.paths.EndpointPlan.Owned;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;
import org.junit.jupiter.api.Test;

/** Paths and a table, and what is to be done. */
class EndpointPlanTest {
    private static final int ROOM = 8;
    private static final LocalPath ONE = path(1, false);
    private static final LocalPath TWO = path(2, false);

    @Test
    void anEndpointForEachPath() {
        assertEquals(
                new EndpointPlan(
                        List.of(),
                        List.of(),
                        List.of(endpoint(1, 1, SUBFLOW), endpoint(2, 2, SUBFLOW, BACKUP)),
                        List.of(),
                        List.of()),
                plan(List.of(ONE, path(2, true)), List.of(), 0));
    }

    @Test
    void nothingWhereAllIsThere() {
        List<Endpoint> table = List.of(endpoint(4, 1, SUBFLOW), endpoint(9, 2, SUBFLOW));
        EndpointPlan nothing = new EndpointPlan(List.of(), List.of(), List.of(), List.of(), List.of());
        assertEquals(nothing, plan(List.of(ONE, TWO), table, 9, owned(4, 1), owned(9, 2)));
    }

    @Test
    void onlyWhatIsOwnedIsRemoved() {
        List<Endpoint> table = List.of(endpoint(1, 1, SUBFLOW), endpoint(2, 2, SUBFLOW), endpoint(3, 3, SIGNAL));
        EndpointPlan plan = plan(List.of(), table, 3, owned(1, 1), owned(3, 2), owned(9, 3));
        assertEquals(new EndpointPlan(List.of(owned(1, 1)), List.of(), List.of(), List.of(), List.of()), plan);
    }

    @Test
    void whatSomebodyElseHasMadeForAPathIsTheirs() {
        List<Endpoint> table = List.of(endpoint(1, 1, SUBFLOW, BACKUP));
        assertEquals(
                new EndpointPlan(List.of(), List.of(), List.of(endpoint(2, 2, SUBFLOW)), List.of(ONE), List.of()),
                plan(List.of(ONE, TWO), table, 1));
    }

    @Test
    void aFlagIsChangedInPlaceAndAnInterfaceIsNot() {
        var moved = new LocalPath(TWO.address(), 7, "eth7", 0, false, false, 1);
        List<Endpoint> table = List.of(endpoint(1, 1, SUBFLOW), endpoint(2, 2, SUBFLOW));
        assertEquals(
                new EndpointPlan(
                        List.of(owned(2, 2)),
                        List.of(endpoint(1, 1, SUBFLOW, BACKUP)),
                        List.of(new Endpoint(3, TWO.address(), 0, 7, EndpointFlags.of(SUBFLOW))),
                        List.of(),
                        List.of()),
                plan(List.of(path(1, true), moved), table, 2, owned(1, 1), owned(2, 2)));
    }

    @Test
    void theWorstAreLeftOut() {
        List<Endpoint> table = List.of(endpoint(1, 101, SIGNAL), endpoint(2, 102, IMPLICIT), endpoint(3, 9, SUBFLOW));
        List<LocalPath> paths = List.of(
                path(1, false),
                path(2, false),
                path(3, false),
                path(4, false),
                path(5, false),
                path(6, false),
                path(9, false),
                path(10, false));
        EndpointPlan plan = plan(paths, table, 3, owned(3, 9));
        assertEquals(List.of(path(9, false), path(10, false)), plan.leftOut());
        assertEquals(List.of(owned(3, 9)), plan.remove());
        assertEquals(6, plan.add().size());
    }

    @Test
    void anIdIsGivenAgainAsLateAsCanBe() {
        List<Endpoint> table = List.of(endpoint(255, 101, SIGNAL), endpoint(1, 102, SIGNAL));
        assertEquals(
                List.of(endpoint(254, 1, SUBFLOW), endpoint(2, 2, SUBFLOW)),
                plan(List.of(ONE, TWO), table, 253).add());
    }

    /** After the daemon was killed and every link made anew there are more to remove and to add than there are ids. */
    @Test
    void anIdThatIsFreedIsGivenWhereThereIsNoOther() {
        List<Endpoint> table = new ArrayList<>();
        Set<Owned> owned = new HashSet<>();
        List<LocalPath> paths = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            table.add(endpoint(i, i, SUBFLOW));
            owned.add(owned(i, i));
            paths.add(new LocalPath(Networks.ip("10.8." + i + ".1"), i, "eth" + i, 0, false, false, 1));
        }
        EndpointPlan plan = EndpointPlan.of(paths, KernelSettings.DEFAULT, table, owned, 255, 200);
        assertEquals(200, plan.remove().size());
        assertEquals(200, plan.add().stream().map(Endpoint::id).distinct().count());
        assertEquals(
                List.of(201, 255, 1, 145),
                Stream.of(0, 54, 55, 199).map(i -> plan.add().get(i).id()).toList());
        assertEquals(List.of(), plan.leftOut());
    }

    /** The kernel refuses an id for one that it has made itself. */
    @Test
    void anImplicitEndpointKeepsItsId() {
        List<Endpoint> table = List.of(endpoint(5, 1, IMPLICIT));
        assertEquals(
                List.of(endpoint(0, 1, SUBFLOW)), plan(List.of(ONE), table, 5).add());
    }

    @Test
    void flagsAreThoseOfTheConfiguration() {
        var announced = new KernelSettings(false, true, false, 8, 8);
        var mesh = new KernelSettings(true, false, true, 8, 8);
        assertEquals(
                List.of(endpoint(1, 1, SIGNAL)),
                EndpointPlan.of(List.of(ONE), announced, List.of(), Set.of(), ROOM, 0)
                        .add());
        assertEquals(
                List.of(endpoint(1, 1, SUBFLOW, FULLMESH)),
                EndpointPlan.of(List.of(ONE), mesh, List.of(), Set.of(), ROOM, 0)
                        .add());
    }

    private static EndpointPlan plan(List<LocalPath> paths, List<Endpoint> table, int lastId, Owned... owned) {
        return EndpointPlan.of(paths, KernelSettings.DEFAULT, table, Set.of(owned), ROOM, lastId);
    }

    private static LocalPath path(int number, boolean backup) {
        return new LocalPath(Networks.ip("10.9." + number + ".1"), number, "eth" + number, 0, backup, false, 1);
    }

    private static Owned owned(int id, int number) {
        return new Owned(id, Networks.ip("10.9." + number + ".1"));
    }

    private static Endpoint endpoint(int id, int number, EndpointFlag... flags) {
        return new Endpoint(id, Networks.ip("10.9." + number + ".1"), 0, number, EndpointFlags.of(flags));
    }
}
