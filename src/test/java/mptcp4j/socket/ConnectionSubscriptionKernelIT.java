package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Backends;
import mptcp4j.linux.Requires;
import mptcp4j.socket.ConnectionEvent.ConnectionClosed;
import mptcp4j.socket.ConnectionEvent.SubflowClosed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConnectionSubscriptionKernelIT {
    private static final int SOME = 8;
    private static final int SECONDS = 20;

    private final Heard heard = new Heard();
    private Watched watched;
    private MptcpConnection client;

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

    private ConnectionSubscription subscribe(Consumer<ConnectionEvent> listener) throws IOException {
        return watched.lab.client().call(() -> client.onEvent(listener));
    }

    @Test
    void takesTheKernelsEventsWhereTheyArePermitted() throws IOException {
        try (var subscription = subscribe(heard)) {
            assertEquals(EventSource.KERNEL, subscription.source());
            heard.expectEstablished(watched.openSecond());
        }
    }

    /** The thread of this test is in another namespace: the kernel would tell it of other connections. */
    @Test
    void pollsFromAnotherNetworkNamespace() throws IOException {
        try (var subscription = client.onEvent(heard, Watched.OFTEN)) {
            assertEquals(EventSource.POLLING, subscription.source());
            assertEquals(Optional.of(Errno.EINVAL), subscription.refusal().map(LinuxException::errno));
            heard.expectEstablished(watched.openSecond());
        }
    }

    @Test
    void allOfSomeAreToldTheSame() throws IOException {
        List<Heard> listeners = new ArrayList<>();
        List<ConnectionSubscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < SOME; i++) {
            listeners.add(new Heard());
            subscriptions.add(subscribe(listeners.get(i)));
        }
        Subflow opened = watched.openSecond();
        watched.close(opened.id());
        watched.pair.client().close();
        for (Heard listener : listeners) {
            listener.expectEstablished(opened);
            listener.expect(
                    Heard.closed(opened),
                    Heard.closed(subscriptions.get(0).first().get(0)),
                    new ConnectionClosed());
        }
        subscriptions.forEach(ConnectionSubscription::close);
    }

    @Test
    void goesOnAfterAListenerThrew() throws Exception {
        var thrown = new IllegalStateException("of the listener");
        var caught = new CompletableFuture<Throwable>();
        try (var subscription = subscribe(event -> {
            heard.accept(event);
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> caught.complete(e));
            throw thrown;
        })) {
            Subflow opened = watched.openSecond();
            heard.expectEstablished(opened);
            assertSame(thrown, caught.get(SECONDS, TimeUnit.SECONDS));
            watched.close(opened.id());
            heard.expect(Heard.closed(opened));
            assertTrue(subscription.isOpen());
        }
    }

    @Test
    void callsOnOneThreadThatIsADaemonAndInTheNamespaceOfItsStarter() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Set<Path> namespaces = ConcurrentHashMap.newKeySet();
        try (var subscription = subscribe(event -> {
            threads.add(Thread.currentThread());
            namespaces.add(namespace());
            heard.accept(event);
        })) {
            Subflow opened = watched.openSecond();
            watched.close(opened.id());
            heard.expectEstablished(opened);
            heard.expect(Heard.closed(opened));
        }
        assertEquals(1, threads.size());
        Thread thread = threads.iterator().next();
        assertTrue(thread.isDaemon());
        assertFalse(thread.isAlive(), "ends with the subscription");
        assertEquals(Set.of(watched.lab.client().call(ConnectionSubscriptionKernelIT::namespace)), namespaces);
    }

    private static Path namespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingWaitsForTheListenerAndThenNothingIsTold() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var subscription = subscribe(event -> {
            entered.countDown();
            await(leave);
            heard.accept(event);
        });
        Subflow opened = watched.openSecond();
        watched.close(opened.id());
        await(entered);
        CompletableFuture<Integer> closing = CompletableFuture.supplyAsync(() -> {
            subscription.close();
            return heard.all().size();
        });
        Loopback.await("closing has begun", () -> !subscription.isOpen());
        assertFalse(closing.isDone(), "the listener is busy");
        leave.countDown();
        assertEquals(1, closing.get(SECONDS, TimeUnit.SECONDS), "the event that was told then is the last");
        subscription.close();
        assertEquals(1, heard.all().size());
    }

    @Test
    void closingByTheListenerItself() throws Exception {
        var itself = new CompletableFuture<ConnectionSubscription>();
        itself.complete(subscribe(event -> {
            itself.join().close();
            itself.join().close();
            heard.accept(event);
        }));
        Subflow opened = watched.openSecond();
        heard.expectEstablished(opened);
        watched.close(opened.id());
        itself.get().close();
        assertEquals(List.of(), heard.all());
    }

    @Test
    void anInterruptOfItsThreadChangesNothing() throws Exception {
        try (var subscription = client.onEvent(
                event -> {
                    heard.accept(event);
                    Thread.currentThread().interrupt();
                },
                Watched.OFTEN)) {
            Subflow opened = watched.openSecond();
            heard.expectEstablished(opened);
            watched.close(opened.id());
            heard.expect(Heard.closed(opened));
        }
    }

    @Test
    void closingKeepsAnInterrupt() throws IOException {
        var subscription = subscribe(heard);
        Thread.currentThread().interrupt();
        subscription.close();
        assertTrue(Thread.interrupted());
    }

    @Test
    void whatIsWrongIsRefused() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> client.onEvent(heard, Duration.ZERO));
        try (Pair pair =
                watched.lab.client().call(() -> Pair.connect(SocketChannel.open(), ServerSocketChannel.open()))) {
            MptcpConnection tcp = MptcpConnection.of(pair.client());
            assertEquals(
                    Errno.EOPNOTSUPP,
                    assertThrows(LinuxException.class, () -> tcp.onEvent(heard)).errno());
        }
    }

    /** Without CAP_NET_ADMIN in a process of its own, which is told of its connection all the same. */
    @Test
    void pollsWithoutPrivilege() throws IOException {
        Requires.program("setpriv");
        List<String> told = watched.lab.client().call(() -> {
            Process process = new ProcessBuilder(
                            command(watched.lab.server().address(0).getHostAddress()))
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        });
        assertEquals(List.of("POLLING Optional[EPERM]", "1 subflow", "SubflowClosed 1", "ConnectionClosed"), told);
    }

    private static List<String> command(String server) {
        return List.of(
                "setpriv",
                "--bounding-set=-net_admin",
                "--inh-caps=-net_admin",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-D" + Backends.PROPERTY + "=" + Backends.name(),
                "-cp",
                System.getProperty("java.class.path"),
                Unprivileged.class.getName(),
                server);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static final class Unprivileged {
        public static void main(String[] arguments) throws Exception {
            SocketChannel channel = Mptcp.openSocketChannel(MptcpMode.REQUIRE);
            channel.connect(new InetSocketAddress(arguments[0], Watched.PORT));
            MptcpConnection connection = MptcpConnection.of(channel);
            var heard = new Heard();
            try (var subscription = connection.onEvent(heard, Watched.OFTEN)) {
                System.out.println(subscription.source() + " "
                        + subscription.refusal().map(e -> e.errno().symbol()));
                System.out.println(
                        connection.awaitSubflows(1, Duration.ofSeconds(SECONDS)).size() + " subflow");
                channel.close();
                System.out.println("SubflowClosed " + ((SubflowClosed) heard.next()).id());
                System.out.println(heard.next().getClass().getSimpleName());
            }
        }
    }
}
