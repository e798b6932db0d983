package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import mptcp4j.LinuxException;
import mptcp4j.lab.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Subflows made after others, and in their place. */
@Timeout(30)
class RefreshKernelIT extends SteeredConnection {
    private List<Long> ids() throws IOException {
        return connected.client().subflows().stream().map(Subflow::id).toList();
    }

    private Subflow refresh(long id, Refresh order) throws IOException {
        return lab.client().call(() -> connected.client().refresh(id, order));
    }

    private Subflow duplicate(long id) throws IOException {
        return lab.client().call(() -> connected.client().duplicate(id));
    }

    /** All that a new subflow takes over from the one that it is made after. */
    private Object likeness(Subflow subflow) throws IOException {
        mptcp4j.diag.Subflow details = connected.details(subflow);
        return List.of(
                subflow.local().getAddress(),
                subflow.remote(),
                details.interfaceIndex(),
                details.localId(),
                details.remoteId(),
                details.flags());
    }

    @Test
    void aDuplicateIsLikeItButForThePort() throws IOException {
        Subflow bound = connected.open(
                SubflowSpec.fromInterface(lab.client().linkName(1)).backup());
        Object before = likeness(bound);
        Subflow duplicate = duplicate(bound.id());
        assertEquals(before, likeness(duplicate));
        assertNotEquals(bound.local(), duplicate.local());
        assertEquals(List.of(1L, 2L, 3L), ids());
        assertEquals(3, connected.server().subflows().size());
    }

    @ParameterizedTest
    @EnumSource(Refresh.class)
    void theNewOneTakesThePlaceOfTheOld(Refresh order) throws Exception {
        Subflow old = connected.open(SubflowSpec.fromInterface(lab.client().linkName(1)));
        lab.client().run(() -> connected.client().setBackup(old.id(), true));
        Object before = likeness(old);
        Subflow next = refresh(old.id(), order);
        assertEquals(before, likeness(next));
        assertEquals(List.of(1L, 3L), ids());
        Loopback.await("the peer has two", () -> connected.server().subflows().size() == 2);
    }

    @ParameterizedTest
    @EnumSource(Refresh.class)
    void theFirstOneToo(Refresh order) throws Exception {
        for (long id = 1; id <= 3; id++) {
            Subflow next = refresh(id, order);
            List<Long> one = List.of(id + 1);
            Loopback.await("the first one is gone when the peer has closed it, too", () -> ids().equals(one));
            assertEquals(lab.client().address(0), next.local().getAddress());
            assertEquals(0, connected.details(next).localId());
            connected.pair().echo(10_000);
        }
    }

    @Test
    void whereTheNewOneCannotBeTheOldOneStays() throws IOException {
        Subflow old = connected.open(
                SubflowSpec.from(lab.client().address(1)).to(lab.server().address(1)));
        lab.lab().path(1).fail(Failure.LINK_DOWN_CLIENT);
        assertThrows(LinuxException.class, () -> refresh(old.id(), Refresh.MAKE_BEFORE_BREAK));
        assertEquals(List.of(1L, old.id()), ids());
    }

    /** It came from a port of the peer's choice, where nothing listens. */
    @Test
    void whatThePeerBeganOnlyThePeerCanOpenAgain() throws IOException {
        connected.open(SubflowSpec.from(lab.client().address(1)));
        MptcpConnection server = connected.server();
        for (long id : List.of(1L, 2L)) {
            for (Command command : List.<Command>of(
                    () -> server.duplicate(id),
                    () -> server.refresh(id, Refresh.MAKE_BEFORE_BREAK),
                    () -> server.refresh(id, Refresh.BREAK_BEFORE_MAKE))) {
                LinuxException refusal =
                        assertThrows(LinuxException.class, () -> lab.server().run(command::run));
                assertEquals(
                        "EOPNOTSUPP the peer began it: only the peer can open another like it",
                        refusal.errno().symbol() + " " + refusal.detail());
            }
        }
        assertEquals(
                List.of(1L, 2L), server.subflows().stream().map(Subflow::id).toList(), "nothing was closed");
        assertEquals(List.of(1L, 2L), ids());
    }

    /** On the accepted side, too, this end can have begun one. */
    @Test
    void whatTheAcceptedSideBeganItRefreshes() throws IOException {
        var there = new InetSocketAddress(lab.client().address(1), 9090);
        lab.listen(lab.client(), there);
        lab.client().run(() -> connected.client().announce(there));
        MptcpConnection server = connected.server();
        SubflowSpec spec = SubflowSpec.from(lab.server().address(1)).to(there);
        Subflow old = lab.server().call(() -> server.openSubflow(spec));
        Subflow next = lab.server().call(() -> server.refresh(old.id(), Refresh.MAKE_BEFORE_BREAK));
        assertEquals(there, next.remote());
        assertEquals(
                List.of(1L, next.id()),
                server.subflows().stream().map(Subflow::id).toList());
    }

    @FunctionalInterface
    private interface Command {
        void run() throws IOException;
    }
}
