package mptcp4j.route;

import static java.time.temporal.ChronoUnit.FOREVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import mptcp4j.linux.Waiter;
import mptcp4j.route.RouteEvent.AddressChanged;
import org.junit.jupiter.api.Test;

/** How long {@link RouteWatch#next} waits, and what ends it. */
class RouteWatchWaitKernelIT extends WatchedNamespace {
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final int ROUNDS = 100;

    @Test
    void waitsNoLongerThanItIsTold() throws IOException {
        assertEquals(List.of(), watch.next(Duration.ZERO));
        assertEquals(List.of(), watch.next(Duration.ofMillis(1)));
    }

    /** The kernel tells it, but nothing that is told here has changed. */
    @Test
    void waitsAsLongAsItIsToldThoughALifetimeIsRenewed() throws IOException {
        ip(here, "address add 10.10.0.1/24 dev v0 valid_lft 1000 preferred_lft 900");
        await(event -> event instanceof AddressChanged);
        ip(here, "address change 10.10.0.1/24 dev v0 valid_lft 5000 preferred_lft 4000");
        var wait = Duration.ofMillis(200);
        long start = System.nanoTime();
        assertEquals(List.of(), watch.next(wait));
        assertTrue(System.nanoTime() - start >= wait.toNanos());
    }

    @Test
    void closingEndsTheWait() throws Exception {
        var waiter = Waiter.startAndAwait(() -> watch.next(FOREVER.getDuration()));
        assertTimeout(AT_ONCE, watch::close);
        assertEquals(List.of(), waiter.get());
        assertEquals(List.of(), watch.next(DEADLINE));
        assertFalse(watch.isOpen());
    }

    /** While links change, it is closed at any place: in the wait, between two hints, in a table. */
    @Test
    void closingWhileLinksChangeIsNoError() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            RouteWatch closing = here.call(RouteWatch::open);
            var waiter = Waiter.start(() -> {
                int taken = 0;
                while (closing.isOpen()) {
                    taken += closing.next(DEADLINE).size();
                }
                return taken;
            });
            int link = rtnetlink.link("v0").index();
            IntStream changes = IntStream.range(0, 1 + i % 10);
            for (int mtu : changes.map(change -> 1400 + change).toArray()) {
                rtnetlink.setGsoMaxSegments(link, mtu);
                rtnetlink.setUp(link, mtu % 2 == 0);
            }
            assertTimeout(AT_ONCE, closing::close);
            waiter.get();
        }
    }
}
