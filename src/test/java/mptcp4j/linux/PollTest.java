package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import mptcp4j.Errno;
import org.junit.jupiter.api.Test;

/** Against a kernel of which each {@code poll(2)} comes back at once, with what the test wrote. */
class PollTest {
    private final Deque<Integer> results = new ArrayDeque<>();
    private final List<Integer> waits = new ArrayList<>();
    private final Libc kernel = (Libc)
            Proxy.newProxyInstance(Libc.class.getClassLoader(), new Class<?>[] {Libc.class}, (self, call, args) -> {
                assertEquals("poll", call.getName());
                waits.add((int) args[1]);
                return results.remove();
            });

    @Test
    void waitsOnAfterASignalAndAfterTheLongestThatTheKernelWaits() throws IOException {
        results.addAll(List.of(-Errno.EINTR.number(), 0, 1));
        assertTrue(new Poll(kernel).await(ChronoUnit.FOREVER.getDuration()));
        assertEquals(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE), waits);
    }

    @Test
    void doesNotWaitForNoTime() throws IOException {
        results.addAll(List.of(0));
        assertFalse(new Poll(kernel).await(Duration.ZERO));
        assertEquals(List.of(0), waits);
    }

    /** A profiler's signals end each call, even one that does not wait. */
    @Test
    void endsWhenTheTimeHasPassedThoughSignalsNeverEnd() throws IOException {
        results.addAll(List.of(-Errno.EINTR.number()));
        assertFalse(new Poll(kernel).await(Duration.ZERO));
        assertEquals(List.of(0), waits);
    }
}
