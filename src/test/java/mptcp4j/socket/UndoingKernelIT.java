package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.SubflowCommands;
import mptcp4j.socket.SteeredHosts.Connected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of subflows that the kernel has made, but not, or not only, as they were planned. */
@Timeout(30)
class UndoingKernelIT {
    private final IOException failure = new IOException("what went wrong");
    private SteeredHosts lab;
    private Connected connected;
    private Control control;
    private SubflowCommands pathManager;
    private List<Subflow> before;

    @BeforeEach
    void connect() throws IOException {
        lab = SteeredHosts.create(2);
        connected = lab.connect();
        control = new Control(
                ConnectionDescriptor.find(ConnectedSocket.of(connected.pair().client())));
        pathManager = lab.client().call(control::pathManager);
        before = connected.client().read();
    }

    @AfterEach
    void close() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    private SubflowPlan plan(int link, boolean backup) {
        var there = new InetSocketAddress(lab.server().address(0), SteeredHosts.PORT);
        return new SubflowPlan(lab.client().address(1), 0, link, there, 0, backup);
    }

    private void begin(SubflowPlan plan) throws IOException {
        pathManager.createSubflow(plan.localAddress(1), plan.remoteAddress());
    }

    private List<Long> ids() throws IOException {
        return connected.client().subflows().stream().map(Subflow::id).toList();
    }

    private void undoUnseen(SubflowPlan plan) throws IOException {
        var ids = new LocalIds(lab.client().address(0), new LocalAddresses(connected.client(), control));
        var opener = new SubflowOpener(connected.client(), control, new PeerAddresses(control), ids);
        lab.client().run(() -> opener.undoUnseen(plan, pathManager, before, failure));
    }

    private void assertBothStay() throws IOException {
        assertEquals(List.of(1L, 2L, 3L), ids());
        LinuxException said = (LinuxException) failure.getSuppressed()[0];
        assertEquals(Errno.EBUSY, said.errno());
        assertTrue(String.valueOf(said.detail()).contains("another program began one"), said::getMessage);
    }

    @Test
    void oneThatTheConnectionDoesNotTellOfIsFoundAndClosed() throws Exception {
        begin(plan(0, false));
        assertEquals(List.of(1L, 2L), ids());
        undoUnseen(plan(0, false));
        Loopback.await("it is gone", () -> ids().equals(List.of(1L)));
        assertEquals(0, failure.getSuppressed().length);
    }

    @Test
    void ofTwoThatItDoesNotTellOfNoneIsClosed() throws IOException {
        begin(plan(0, false));
        begin(plan(0, false));
        undoUnseen(plan(0, false));
        assertBothStay();
    }

    @Test
    void ofTwoNoneIsClosedAsOneMayBeAnotherPrograms() throws IOException {
        begin(plan(0, false));
        begin(plan(0, false));
        new Joining(
                        connected.client(),
                        plan(0, false),
                        before,
                        connected.client().subflows())
                .undo(pathManager, failure);
        assertBothStay();
    }

    /** As where a kernel before 6.12 has left it out. */
    @Test
    void anOrdinaryOneIsMadeTheBackupThatWasPlanned() throws Exception {
        Subflow ordinary = connected.open(SubflowSpec.from(lab.client().address(1)));
        plan(0, true).complete(connected.details(ordinary), pathManager);
        assertTrue(lab.client().call(ordinary::isBackup));
        Loopback.await(
                "the peer knows",
                () -> lab.server()
                        .call(() -> connected.server().subflows().get(1).isBackupOfPeer()));
    }

    /** As where a kernel before 6.12 has left it out. */
    @Test
    void oneThatIsNotBoundAsPlannedIsRefused() throws IOException {
        Subflow unbound = connected.open(SubflowSpec.from(lab.client().address(1)));
        mptcp4j.diag.Subflow details = connected.details(unbound);
        LinuxException refusal =
                assertThrows(LinuxException.class, () -> plan(7, false).complete(details, pathManager));
        assertEquals(
                "EOPNOTSUPP this kernel binds no subflow to an interface: needs Linux 6.12",
                refusal.errno().symbol() + " " + refusal.detail());
    }
}
