package mptcp4j.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mptcp4j.TcpState;
import mptcp4j.linux.Requires;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.Overflow;
import mptcp4j.pm.PathManagerEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 4,000 connections a second for 5 seconds, all over loopback, while the reader of events does nothing for 2 seconds: the
 * stream says that it lost some, goes on, and with the list of connections nothing is missed.
 */
@Timeout(120)
class FloodKernelIT {
    private static final int WANTED_RATE = 4000;
    /** Above what is wanted, so that waiting for the next one costs nothing of it. */
    private static final int RATE = 4200;

    private static final int COUNT = 5 * RATE;
    private static final int KEPT = 200;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Half of what the standard buffer holds, so that a reader who is late because of the machine loses none. */
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

    private static final Duration SOON = Duration.ofMillis(20);
    /** What an ordinary socket has, on most machines. */
    private static final int SMALL_BUFFER = 212_992;

    private static final Pattern TOKEN = Pattern.compile(" token:(\\w+)");
    private static final Set<TcpState> OPEN = Set.of(TcpState.ESTABLISHED, TcpState.CLOSE_WAIT);

    @TempDir
    Path directory;

    private TestReporter reporter;
    private Sockets sockets;
    private Connections connections;
    private Process flood;
    private CompletableFuture<Integer> rate;

    private final Set<Long> known = new HashSet<>();
    private int created;
    private int overflows;
    private int createdAfterOverflow;

    @BeforeEach
    void open(TestReporter report) throws IOException, InterruptedException {
        reporter = report;
        sockets = new Sockets();
        connections = sockets.connections();
        Requires.program("cc");
        Requires.program("ss");
        String program = directory.resolve("flood").toString();
        int compiled = new ProcessBuilder("cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, "native/flood.c")
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, compiled, "native/flood.c compiles");
    }

    @AfterEach
    void close() throws IOException {
        if (flood != null) {
            flood.destroy();
        }
        if (sockets != null) {
            sockets.close();
        }
    }

    @Test
    void whatIsLostIsSaidAndTheRestGoesOn() throws Exception {
        try (PathManagerEvents events = sockets.netns.call(() -> PathManagerEvents.open(SMALL_BUFFER))) {
            readThroughFlood(events, PAUSE);
            assertTrue(overflows >= 1, "no overflow was told");
            assertTrue(created < 2 * COUNT, created + " events of " + 2 * COUNT + ", and an overflow");
            assertTrue(createdAfterOverflow > 0, "nothing came after the overflow");
            assertKnownAreThoseOfTheKernel();
        }
    }

    @Test
    void theBufferThatIsStandardHoldsASecondOfThat() throws Exception {
        try (PathManagerEvents events = sockets.netns.call(() -> PathManagerEvents.open())) {
            readThroughFlood(events, SHORT_PAUSE);
            assertEquals(List.of(0, 2 * COUNT), List.of(overflows, created), "overflows, and events of both ends");
            assertKnownAreThoseOfTheKernel();
        }
    }

    private void readThroughFlood(PathManagerEvents events, Duration pause) throws Exception {
        start();
        readUntil(events, () -> created >= RATE);
        long paused = System.nanoTime();
        while (System.nanoTime() - paused < pause.toNanos()) {
            LockSupport.parkNanos(pause.toNanos());
        }
        assertTrue(!rate.isDone(), "the flood must be longer than the pause");
        readUntil(events, rate::isDone);
        assertTrue(
                rate.get() >= WANTED_RATE,
                () -> "this machine made " + rate.join() + " connections/s, not " + WANTED_RATE);
        readUntil(events, () -> currentlyEstablished() == 2 * KEPT);
        for (var last = events.next(SOON); last.isPresent(); last = events.next(SOON)) {
            take(last.get());
        }
        reporter.publishEntry(Map.of(
                "connections per second",
                "" + rate.get(),
                "told of " + 2 * COUNT,
                "" + created,
                "overflows",
                "" + overflows));
    }

    private void start() throws IOException {
        flood = sockets.netns.call(
                () -> new ProcessBuilder(directory.resolve("flood").toString(), "" + RATE, "" + COUNT, "" + KEPT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
        BufferedReader printed = flood.inputReader(StandardCharsets.US_ASCII);
        rate = CompletableFuture.supplyAsync(() -> {
            try {
                return Integer.valueOf(Optional.ofNullable(printed.readLine()).orElse("0"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void readUntil(PathManagerEvents events, Condition done) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!done.met()) {
            assertTrue(System.nanoTime() < deadline, "in time");
            Optional<PathManagerEvent> event = events.next(SOON);
            while (event.isPresent()) {
                take(event.get());
                event = events.next(Duration.ZERO);
            }
        }
    }

    /** Keeps the book of open connections as everybody should who wants to miss none. */
    private void take(PathManagerEvent event) throws IOException {
        if (event instanceof ConnectionCreated opened) {
            created++;
            createdAfterOverflow += overflows == 0 ? 0 : 1;
            known.add(opened.token());
        } else if (event instanceof ConnectionClosed closed) {
            known.remove(closed.token());
        } else if (event instanceof Overflow) {
            overflows++;
            known.clear();
            known.addAll(listed());
        }
    }

    private void assertKnownAreThoseOfTheKernel() throws IOException {
        Set<Long> shown = TOKEN.matcher(sockets.ss("-MinOH"))
                .results()
                .map(found -> Long.parseLong(found.group(1), 16))
                .collect(Collectors.toSet());
        assertEquals(2 * KEPT, shown.size(), "both ends of those that are kept");
        assertEquals(shown, listed(), "what ss shows, and our list");
        assertEquals(shown, known, "what ss shows, and what is known from events");
    }

    private Set<Long> listed() throws IOException {
        return connections.list(Detail.CONNECTION).stream()
                .filter(connection -> OPEN.contains(connection.state()))
                .map(Connection::token)
                .collect(Collectors.toSet());
    }

    private long currentlyEstablished() throws IOException {
        return sockets.netns.call(Counters::read).get("MPCurrEstab").orElseThrow();
    }

    private interface Condition {
        boolean met() throws IOException;
    }
}
