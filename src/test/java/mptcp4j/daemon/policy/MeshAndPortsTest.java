package mptcp4j.daemon.policy;

import static mptcp4j.daemon.policy.Given.FIRST;
import static mptcp4j.daemon.policy.Given.INITIAL;
import static mptcp4j.daemon.policy.Given.PHONE;
import static mptcp4j.daemon.policy.Given.SECOND;
import static mptcp4j.daemon.policy.Given.WIFI;
import static mptcp4j.daemon.policy.Given.path;
import static mptcp4j.daemon.policy.Given.peer;
import static mptcp4j.daemon.policy.Given.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Those that do not depend on how subflows do: {@link FullMesh}, {@link Ndiffports}, {@link None}. */
class MeshAndPortsTest {
    private static final String MESH = "each path with each address";

    private static Plan plan(List<Wish> wishes) {
        return Plan.of(wishes, Plan.Others.KEEP);
    }

    private static List<Wish> three(LocalPath from, PeerAddress to) {
        return Collections.nCopies(3, new Wish(from, to, from.backup(), "one of 3 between two addresses"));
    }

    @Test
    void meshCombinesAllOfAnIpVersion() {
        LocalPath six = path("fd00:1::1", 2, 0);
        PeerAddress sixth = peer(3, "fd00:1::2");
        LocalPath phone = Given.asBackup(PHONE);
        View view = view(List.of(WIFI, six, phone), List.of(FIRST, SECOND, sixth), INITIAL);
        List<Wish> all = List.of(
                new Wish(WIFI, FIRST, false, MESH),
                new Wish(WIFI, SECOND, false, MESH),
                new Wish(six, sixth, false, MESH),
                new Wish(phone, FIRST, true, MESH),
                new Wish(phone, SECOND, true, MESH));
        assertEquals(plan(all), new FullMesh(false).plan(view));
    }

    @Test
    void meshLeavesOutWhatCostsMoney() {
        View view = view(List.of(WIFI, Given.metered(PHONE)), List.of(FIRST), INITIAL);
        assertEquals(plan(List.of(new Wish(WIFI, FIRST, false, MESH))), new FullMesh(false).plan(view));
        assertEquals(2, new FullMesh(true).plan(view).subflows().size());
    }

    @Test
    void portsAreBetweenTheInitialAddresses() {
        LocalPath better = path("10.0.9.1", 0, -1);
        View view = view(List.of(better, WIFI, PHONE), List.of(FIRST, SECOND), INITIAL);
        assertEquals(plan(three(WIFI, FIRST)), new Ndiffports(3).plan(view));
    }

    @Test
    void portsGoElsewhereWhereTheInitialAddressesMayNotBeUsed() {
        assertEquals(plan(three(WIFI, SECOND)), new Ndiffports(3).plan(view(List.of(WIFI), List.of(SECOND), INITIAL)));
        assertEquals(plan(three(PHONE, FIRST)), new Ndiffports(3).plan(view(List.of(PHONE), List.of(FIRST), INITIAL)));
        assertEquals(Plan.leaveAsIs(), new Ndiffports(3).plan(view(List.of(WIFI), List.of(), INITIAL)));
    }

    @Test
    void noneLeavesTheConnectionToTheKernel() {
        assertEquals(Plan.leaveAsIs(), new None().plan(view(INITIAL)));
        assertTrue(new None().handsOff());
    }

    @Test
    void noneOfThemOpensAnythingForAServer() {
        for (Policy policy : List.of(new FullMesh(true), new Ndiffports(2), new None())) {
            assertEquals(Plan.leaveAsIs(), policy.plan(Given.server(view(INITIAL))));
        }
    }
}
