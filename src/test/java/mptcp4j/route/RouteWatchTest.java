package mptcp4j.route;

import static mptcp4j.netlink.Bytes.little;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.netlink.FakeKernel;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.Messages;
import mptcp4j.netlink.NetlinkConnection;
import mptcp4j.netlink.Receiver;
import mptcp4j.route.RouteEvent.Overflow;
import mptcp4j.route.RouteEvent.RouteRemoved;
import mptcp4j.route.RouteEvent.RuleAdded;
import mptcp4j.route.RouteEvent.RuleRemoved;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the tables are read again, and what is made of it. */
class RouteWatchTest {
    private static final int TABLES = 4;
    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] RULE = little("02000000 00000001 00000000 08000f00 e8030000"); // to table 1000
    private static final byte[] PLAIN = little("02100000 fe030001 00000000 08000100 0a090000"); // to 10.9.0.0/16
    private static final byte[] OTHER_TOS = little("02100010 fe030001 00000000 08000100 0a090000");

    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final Hints hints = new Hints();
    private final Rtnetlink tables = new Rtnetlink(new NetlinkConnection(kernel));

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void waitsOnAfterAHintOfNothing() throws IOException {
        thenRules();
        try (var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class))) {
            hints.expect(this::thenRules);
            hints.expectNone();
            hints.expect(() -> thenRules(RULE));
            assertEquals(List.of(new RuleAdded(rule())), watch.next(LONG));
        }
    }

    @Test
    void waitsForever() throws IOException {
        thenRules();
        try (var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class))) {
            hints.expect(() -> thenRules(RULE));
            assertEquals(List.of(new RuleAdded(rule())), watch.next(ChronoUnit.FOREVER.getDuration()));
        }
    }

    @Test
    void tellsWhichOfTwoRoutesThatDifferByTypeOfServiceIsGone() throws IOException {
        thenRoutes(PLAIN, OTHER_TOS);
        try (var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class))) {
            Route plain = watch.state().routes().get(0);
            assertEquals(0, plain.tos());
            hints.expect(() -> thenRoutes(OTHER_TOS));
            assertEquals(List.of(new RouteRemoved(plain)), watch.next(LONG));
        }
    }

    @Test
    void tellsOfOneOfTwoThatLookTheSame() throws IOException {
        thenRules(RULE, RULE);
        try (var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class))) {
            hints.expect(() -> thenRules(RULE));
            assertEquals(List.of(new RuleRemoved(rule())), watch.next(LONG));
            hints.expect(() -> thenRules(RULE, RULE));
            assertEquals(List.of(new RuleAdded(rule())), watch.next(LONG));
        }
    }

    @Test
    void beginsWithNothingWhereNothingCanBeReadAtFirst() throws IOException {
        thenNeverTwiceTheSame();
        try (var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class))) {
            assertEquals(new NetworkState(List.of(), List.of(), List.of(), List.of()), watch.state());
            thenRules(RULE);
            assertEquals(List.of(new RuleAdded(rule())), watch.next(Duration.ZERO));
        }
    }

    @Test
    void tellsTheOverflowThoughTheTablesCannotBeRead() throws IOException {
        thenRules();
        try (var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class))) {
            hints.expectLoss(this::thenNeverTwiceTheSame);
            assertEquals(List.of(new Overflow()), watch.next(LONG));
            thenNeverTwiceTheSame();
            assertEquals(List.of(), watch.next(Duration.ZERO));
            thenRules(RULE);
            assertEquals(List.of(new RuleAdded(rule())), watch.next(LONG));
        }
    }

    @Test
    void tellsTheOverflowWhenReadingFailedOnce() throws IOException {
        thenRules();
        try (var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class))) {
            hints.expectLoss(() -> kernel.thenError(Errno.ENOMEM));
            LinuxException e = assertThrows(LinuxException.class, () -> watch.next(LONG));
            assertEquals(Errno.ENOMEM, e.errno());
            thenRules();
            assertEquals(List.of(new Overflow()), watch.next(LONG));
        }
    }

    @Test
    void isEmptyWhenItIsClosedWhileItReads() throws IOException {
        thenRules();
        var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class));
        assertTrue(watch.isOpen());
        hints.expect(() -> kernel.thenDatagram(request -> {
                    watch.close();
                    throw new LinuxException("recv(NETLINK)", Errno.EBADF);
                })
                .end());
        assertEquals(List.of(), watch.next(LONG));
        assertFalse(watch.isOpen());
    }

    @Test
    void isEmptyWhenItIsClosedBetweenTwoHints() throws IOException {
        thenRules();
        var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class));
        hints.expect(watch::close);
        assertEquals(List.of(), watch.next(LONG));
        assertEquals(List.of(), watch.next(LONG));
        assertEquals(List.of(), watch.next(Duration.ZERO));
    }

    @Test
    void waitsNoLongerThanItIsTold() throws IOException {
        thenRules();
        try (var watch = new RouteWatch(hints, tables, EnumSet.allOf(NetworkTable.class))) {
            long start = System.nanoTime();
            assertEquals(List.of(), watch.next(MOMENT));
            assertTrue(System.nanoTime() - start >= MOMENT.toNanos());
        }
    }

    private static Rule rule() throws IOException {
        return RuleCodec.read(Messages.reader(new Message(32, 0, 1, RULE))).orElseThrow();
    }

    /** The kernel is asked for links, addresses, routes and rules. */
    private void thenRules(byte[]... rules) {
        for (int i = 1; i < TABLES; i++) {
            kernel.thenDone(0);
        }
        kernel.thenMessages(0, rules).thenDone(0);
    }

    private void thenRoutes(byte[]... routes) {
        kernel.thenDone(0).thenDone(0);
        kernel.thenMessages(0, routes).thenDone(0);
        kernel.thenDone(0);
    }

    /** The table changes during each of the five dumps. */
    private void thenNeverTwiceTheSame() {
        for (int i = 0; i < 5; i++) {
            kernel.thenDone(Message.DUMP_INTR);
        }
    }

    /** What the kernel says; each hint changes its tables. Closed, it is as a closed socket. */
    private static final class Hints implements Receiver {
        private final Deque<Hint> expected = new ArrayDeque<>();
        private boolean closed;

        void expect(Runnable change) {
            expected.add(() -> {
                change.run();
                return Optional.of(ByteBuffer.allocate(0));
            });
            expectNone();
        }

        void expectNone() {
            expected.add(Optional::empty);
        }

        void expectLoss(Runnable change) {
            expected.add(() -> {
                change.run();
                throw new LinuxException("recv(NETLINK)", Errno.ENOBUFS);
            });
            expectNone();
        }

        @Override
        public Optional<ByteBuffer> receive(Duration timeout) throws IOException {
            if (closed) {
                throw new LinuxException("recv(NETLINK)", Errno.EBADF);
            }
            Hint next = expected.poll();
            return next == null ? Optional.empty() : next.receive();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private interface Hint {
        Optional<ByteBuffer> receive() throws IOException;
    }
}
