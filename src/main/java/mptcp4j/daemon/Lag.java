package mptcp4j.daemon;

import java.time.Duration;

/** The longest that something waited during the last minute or two. Of one thread. */
final class Lag {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private long begun;
    private long before;
    private long now;

    /** @param at by {@link System#nanoTime} */
    void note(long nanos, long at) {
        if (at - begun > MINUTE) {
            before = at - begun > 2 * MINUTE ? 0 : now;
            now = 0;
            begun = at;
        }
        now = Math.max(now, nanos);
    }

    Duration longest() {
        return Duration.ofNanos(Math.max(before, now));
    }
}
