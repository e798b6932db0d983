package mptcp4j.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what the kernel does in its own time. */
public final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    public static void until(String what, Condition condition) throws IOException {
        assertTrue(within(DEADLINE, condition), () -> "not in " + DEADLINE + ": " + what);
    }

    /** Waits until the value is the expected one, and shows both where it never is. */
    public static <T> void equal(T expected, Source<T> actual) throws IOException {
        if (!within(DEADLINE, () -> expected.equals(actual.get()))) {
            assertEquals(expected, actual.get());
        }
    }

    private static boolean within(Duration time, Condition condition) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.met()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    @FunctionalInterface
    public interface Condition {
        boolean met() throws IOException;
    }

    @FunctionalInterface
    public interface Source<T> {
        T get() throws IOException;
    }
}
