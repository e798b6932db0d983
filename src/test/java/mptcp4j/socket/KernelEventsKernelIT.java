package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.lab.Failure;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvents;
import mptcp4j.pm.Reset;
import mptcp4j.socket.ConnectionEvent.AddressAnnounced;
import mptcp4j.socket.ConnectionEvent.AddressRemoved;
import mptcp4j.socket.ConnectionEvent.SubflowClosed;
import mptcp4j.socket.ConnectionEvent.SubflowEstablished;
import org.junit.jupiter.api.Test;

class KernelEventsKernelIT extends EventContract {
    private int bufferBytes = PathManagerEvents.DEFAULT_BUFFER;

    @Override
    ChangeSource source(MptcpConnection connection) throws IOException {
        return connection.events().kernel(Watched.OFTEN, bufferBytes);
    }

    @Test
    void saysThatTheKernelTells() throws IOException {
        try (var subscription = watchClient()) {
            assertEquals(EventSource.KERNEL, subscription.source());
            assertEquals(Optional.empty(), subscription.refusal());
        }
    }

    @Test
    void addressThatThePeerAnnouncesAndWithdraws() throws IOException {
        try (var subscription = watchClient()) {
            var announced = new InetSocketAddress(watched.lab.server().address(1), Watched.PORT);
            int id = watched.lab.server().call(() -> watched.server.announce(announced));
            heard.expect(new AddressAnnounced(id, announced));
            Subflow opened = watched.open(SubflowSpec.any().toAnnounced(id));
            assertEquals(announced, opened.remote());
            heard.expectEstablished(opened);
            watched.lab.server().run(() -> watched.server.withdraw(id));
            heard.expect(new AddressRemoved(id));
            SubflowClosed closed = (SubflowClosed) heard.next();
            assertEquals(opened.id(), closed.id());
            LinuxException unknown = assertThrows(
                    LinuxException.class, () -> watched.open(SubflowSpec.any().toAnnounced(id)));
            assertEquals(Errno.ENOENT, unknown.errno());
        }
    }

    @Test
    void subflowThatNobodyListensFor() throws IOException {
        try (var subscription = watchClient()) {
            var nobody = new InetSocketAddress(watched.lab.server().address(1), 9);
            assertThrows(
                    LinuxException.class, () -> watched.open(SubflowSpec.any().to(nobody)));
            SubflowClosed closed = (SubflowClosed) heard.next();
            assertEquals(nobody, closed.remote());
            assertEquals(
                    List.of(Optional.of(Errno.ECONNREFUSED), Optional.empty()),
                    List.of(closed.error(), closed.reset()));
        }
    }

    /** It is closed here when time is up; the kernel says so with an error of its own making and without the port. */
    @Test
    void subflowThatNobodyAnswers() throws IOException {
        try (var subscription = watchClient()) {
            watched.lab.path(1).fail(Failure.BLACKHOLE);
            var spec = SubflowSpec.from(watched.lab.client().address(1))
                    .to(watched.lab.server().address(1));
            watched.lab
                    .client()
                    .run(() -> assertThrows(
                            LinuxException.class, () -> watched.client.openSubflow(spec, Duration.ofMillis(100))));
            SubflowClosed closed = (SubflowClosed) heard.next();
            assertEquals(
                    List.of(2L, watched.lab.server().address(1), Watched.PORT, Optional.of(Errno.ECONNABORTED)),
                    List.of(
                            closed.id(),
                            closed.remote().getAddress(),
                            closed.remote().getPort(),
                            closed.error()));
            watched.lab.path(1).restore();
            heard.expectEstablished(watched.open(spec));
        }
    }

    /** The kernel's path manager at the server answers, but takes no subflow when the handshake ends. */
    @Test
    void subflowThatEndsBeforeItsIdCouldBeReadIsToldOnce() throws IOException {
        watched.close();
        watched = Watched.connect("0");
        client = watched.client;
        try (PathManager servers = watched.lab.server().call(PathManager::open)) {
            servers.setSubflowLimit(0);
        }
        try (var subscription = watchClient()) {
            assertThrows(LinuxException.class, watched::openSecond);
            List<Long> established = new ArrayList<>();
            ConnectionEvent event = heard.next();
            while (event instanceof SubflowEstablished its) {
                established.add(its.subflow().id());
                event = heard.next();
            }
            SubflowClosed closed = (SubflowClosed) event;
            assertEquals(watched.lab.client().address(1), closed.local().getAddress());
            assertEquals(established, closed.id() == 0 ? List.of() : List.of(closed.id()));
        }
        assertEquals(List.of(), heard.all());
    }

    @Test
    void subflowThatIsKilledHere() throws IOException {
        Subflow opened = watched.openSecond();
        try (var subscription = watchClient()) {
            watched.kill(opened);
            heard.expect(closed(opened, Errno.ECONNABORTED, Optional.empty()));
        }
    }

    @Test
    void subflowThatThePeerResets() throws IOException {
        Subflow opened = watched.openSecond();
        Subflow atServer = watched.atServer(opened);
        try (var subscription = watchServer()) {
            watched.kill(opened);
            heard.expect(closed(atServer, Errno.ECONNRESET, Optional.of(new Reset(0, 0))));
        }
    }

    private static SubflowClosed closed(Subflow subflow, Errno error, Optional<Reset> reset) {
        return new SubflowClosed(subflow.id(), subflow.local(), subflow.remote(), Optional.of(error), reset);
    }

    /** While the listener is busy, more happens than the kernel keeps. */
    @Test
    void eventsThatTheKernelDroppedAreFoundByLooking() throws Exception {
        bufferBytes = 1;
        PathManagerEvents alike = watched.lab.client().call(() -> PathManagerEvents.open(bufferBytes));
        var busy = new CountDownLatch(1);
        List<Long> opened = new ArrayList<>();
        List<Long> established = new ArrayList<>();
        List<Long> closed = new ArrayList<>();
        try (var subscription = watched.lab
                .client()
                .call(() -> client.events()
                        .subscribe(
                                event -> {
                                    await(busy);
                                    heard.accept(event);
                                },
                                source(client)))) {
            for (int i = 0; i < 30; i++) {
                opened.add(watched.openSecond().id());
                if (i < 20) {
                    watched.close(opened.get(i));
                }
            }
            assertTrue(hasOverflown(alike), "the kernel had to drop some");
            busy.countDown();
            while (closed.size() < 20 || established.size() < 30) {
                ConnectionEvent event = heard.next();
                if (event instanceof SubflowEstablished its) {
                    established.add(its.subflow().id());
                } else if (event instanceof SubflowClosed its) {
                    closed.add(its.id());
                }
            }
            Subflow last = watched.openSecond();
            heard.expectEstablished(last);
        }
        established.sort(null);
        closed.sort(null);
        assertEquals(opened, established);
        assertEquals(opened.subList(0, 20), closed);
        assertTrue(heard.all().isEmpty());
    }

    private static boolean hasOverflown(PathManagerEvents events) throws IOException {
        try (events) {
            Optional<PathManagerEvent> event = events.next(Duration.ZERO);
            while (event.isPresent() && !(event.get() instanceof PathManagerEvent.Overflow)) {
                event = events.next(Duration.ZERO);
            }
            return event.isPresent();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
