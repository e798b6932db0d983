package mptcp4j.socket;

import static java.net.StandardSocketOptions.SO_LINGER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import mptcp4j.linux.Requires;
import mptcp4j.socket.ConnectionEvent.ConnectionClosed;
import mptcp4j.socket.ConnectionEvent.SubflowClosed;
import mptcp4j.socket.ConnectionEvent.SubflowEstablished;
import mptcp4j.socket.ConnectionEvent.SubflowPriorityChanged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens is told alike, wherever it is known from. */
@Timeout(120)
abstract class EventContract {
    private static final int MANY = 100;
    private static final int SOME = 10;

    final Heard heard = new Heard();
    Watched watched;
    MptcpConnection client;

    /** Opens the source that is tested, of any connection, in the namespace of the thread. */
    abstract ChangeSource source(MptcpConnection connection) throws IOException;

    @BeforeEach
    void connect() throws IOException {
        Requires.mptcp();
        watched = Watched.connect();
        client = watched.client;
    }

    @AfterEach
    void closeAll() throws IOException {
        if (watched != null) {
            watched.close();
        }
    }

    ConnectionSubscription watchClient() throws IOException {
        return watched.lab.client().call(() -> client.events().subscribe(heard, source(client)));
    }

    ConnectionSubscription watchServer() throws IOException {
        MptcpConnection server = watched.server;
        return watched.lab.server().call(() -> server.events().subscribe(heard, source(server)));
    }

    @Test
    void subflowThatIsOpenedAndClosedHere() throws IOException {
        try (var subscription = watchClient()) {
            assertEquals(
                    List.of(1L), subscription.first().stream().map(Subflow::id).toList());
            Subflow opened = watched.openSecond();
            heard.expectEstablished(opened);
            watched.close(opened.id());
            heard.expect(Heard.closed(opened));
        }
        assertEquals(List.of(), heard.all());
    }

    @Test
    void subflowThatThePeerOpensAndCloses() throws IOException {
        try (var subscription = watchServer()) {
            Subflow opened = watched.openSecond();
            Subflow told = heard.expectEstablished(watched.atServer(opened));
            watched.close(opened.id());
            heard.expect(Heard.closed(told));
        }
        assertEquals(List.of(), heard.all());
    }

    @Test
    void subflowsThatWereThereAreToldOnlyWhenTheyEnd() throws IOException {
        Subflow second = watched.openSecond();
        try (var subscription = watchClient()) {
            assertEquals(
                    List.of(1L, 2L),
                    subscription.first().stream().map(Subflow::id).toList());
            Subflow first = subscription.first().get(0);
            watched.close(first.id());
            heard.expect(Heard.closed(first));
            watched.close(second.id());
            heard.expect(Heard.closed(second));
        }
    }

    @Test
    void connectionWithoutSubflowsGoesOnAndMayHaveOnesAgain() throws IOException {
        try (var subscription = watchClient()) {
            Subflow first = subscription.first().get(0);
            watched.close(first.id());
            heard.expect(Heard.closed(first));
            Subflow second = watched.openSecond();
            heard.expectEstablished(second);
            watched.pair.echo(10);
        }
    }

    @Test
    void priorityThatThePeerChanges() throws IOException {
        Subflow second = watched.openSecond();
        long atServer = watched.atServer(second).id();
        try (var subscription = watchClient()) {
            watched.lab.server().run(() -> watched.server.setBackup(atServer, true));
            heard.expect(new SubflowPriorityChanged(2, false, true));
            watched.lab.server().run(() -> watched.server.setBackup(atServer, false));
            heard.expect(new SubflowPriorityChanged(2, false, false));
        }
    }

    @Test
    void priorityThatIsChangedHere() throws IOException {
        Subflow second = watched.openSecond();
        try (var subscription = watchClient()) {
            watched.lab.client().run(() -> client.setBackup(second.id(), true));
            heard.expect(new SubflowPriorityChanged(2, true, false));
            watched.lab.client().run(() -> client.setBackup(second.id(), false));
            heard.expect(new SubflowPriorityChanged(2, false, false));
        }
    }

    @Test
    void priorityThatASubflowBeginsWithIsNoChange() throws IOException {
        try (var subscription = watchClient()) {
            Subflow second = watched.open(SubflowSpec.from(watched.lab.client().address(1))
                    .to(watched.lab.server().address(1))
                    .backup());
            heard.expectEstablished(second);
            watched.lab.client().run(() -> client.setBackup(second.id(), false));
            heard.expect(new SubflowPriorityChanged(2, false, false));
        }
    }

    @Test
    void socketThatIsClosedHere() throws Exception {
        endsWith(watched.pair.client()::close);
    }

    @Test
    void connectionThatThePeerAborts() throws Exception {
        watched.pair.server().setOption(SO_LINGER, 0);
        endsWith(watched.pair.server()::close);
    }

    @Test
    void connectionThatBothEndsEnd() throws Exception {
        endsWith(() -> {
            watched.pair.server().shutdownOutput();
            watched.pair.client().shutdownOutput();
        });
    }

    private void endsWith(Ending ending) throws Exception {
        watched.openSecond();
        try (var subscription = watchClient()) {
            ending.run();
            List<ConnectionEvent> events = List.of(heard.next(), heard.next());
            Set<ConnectionEvent> closed = new HashSet<>();
            subscription.first().forEach(subflow -> closed.add(Heard.closed(subflow)));
            assertEquals(closed, Set.copyOf(events));
            heard.expect(new ConnectionClosed());
            Loopback.await("it has ended", () -> !subscription.isOpen());
        }
        assertEquals(List.of(), heard.all());
    }

    @Test
    void connectionWithoutSubflowsForTooLong() throws IOException {
        watched.lab.client().sysctl("net.mptcp.close_timeout", "1");
        try (var subscription = watchClient()) {
            Subflow first = subscription.first().get(0);
            watched.kill(first);
            SubflowClosed closed = (SubflowClosed) heard.next();
            assertEquals(first.id(), closed.id());
            heard.expect(new ConnectionClosed());
        }
    }

    /** Of each it is known which one it was, because who opens one reads it. */
    @Test
    void manySubflowsThatComeAndGoAtOnce() throws IOException {
        List<Long> opened = new ArrayList<>();
        try (var subscription = watchClient()) {
            for (int i = 0; i < MANY; i++) {
                Subflow subflow = watched.openSecond();
                opened.add(subflow.id());
                watched.close(subflow.id());
            }
            List<Long> established = new ArrayList<>();
            List<Long> closed = new ArrayList<>();
            while (closed.size() < MANY) {
                ConnectionEvent event = heard.next();
                if (event instanceof SubflowEstablished its) {
                    established.add(its.subflow().id());
                } else if (event instanceof SubflowClosed its) {
                    assertEquals(Optional.empty(), its.error());
                    assertEquals(established.get(closed.size()), its.id(), "each is closed after it is established");
                    closed.add(its.id());
                }
            }
            assertEquals(opened, established);
            assertEquals(opened, closed);
        }
        assertEquals(MANY, Set.copyOf(opened).size());
        assertEquals(List.of(), heard.all());
    }

    /** Nobody here reads them when they come: of one that is gone too soon it is not known which one it was. */
    @Test
    void manySubflowsOfThePeerThatComeAndGoAtOnce() throws Exception {
        try (var subscription = watchServer()) {
            var model = new Model(subscription);
            for (int i = 0; i < MANY; i++) {
                watched.close(watched.openSecond().id());
            }
            Subflow last = watched.atServer(watched.openSecond());
            Loopback.await("the others have ended", () -> ids(watched.server).equals(Set.of(1L, last.id())));
            model.followTo(last, Set.of(1L, last.id()), heard);
        }
    }

    /** What there was at first, and all changes since, are what there is: nothing is lost and nothing doubled. */
    @Test
    void subscribingWhileSubflowsComeAndGo() throws Exception {
        for (int i = 0; i < SOME; i++) {
            CompletableFuture<Void> churn = CompletableFuture.runAsync(this::comeAndGo);
            try (var subscription = watchClient()) {
                var model = new Model(subscription);
                churn.get();
                Subflow last = watched.openSecond();
                model.followTo(last, ids(client), heard);
                watched.close(last.id());
                heard.expect(Heard.closed(last));
            }
        }
    }

    private void comeAndGo() {
        try {
            for (int i = 0; i < SOME; i++) {
                watched.close(watched.openSecond().id());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<Long> ids(MptcpConnection connection) throws IOException {
        return connection.subflows().stream().map(Subflow::id).collect(Collectors.toSet());
    }

    /** What is there, by what was told. */
    private static final class Model {
        private final Set<Long> there = new HashSet<>();
        private final Set<Long> ever = new HashSet<>();

        Model(ConnectionSubscription subscription) {
            subscription.first().forEach(subflow -> there.add(subflow.id()));
            ever.addAll(there);
        }

        void followTo(Subflow last, Set<Long> now, Heard heard) throws IOException {
            while (!ever.contains(last.id()) || !there.equals(now)) {
                ConnectionEvent event = heard.next();
                if (event instanceof SubflowEstablished its) {
                    assertTrue(ever.add(its.subflow().id()), () -> "doubled: " + event);
                    there.add(its.subflow().id());
                } else if (event instanceof SubflowClosed its && its.id() != 0) {
                    assertTrue(there.remove(its.id()), () -> "never there: " + event);
                }
            }
        }
    }

    private interface Ending {
        void run() throws IOException;
    }
}
