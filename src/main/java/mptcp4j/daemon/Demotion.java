package mptcp4j.daemon;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * That a path is backup as it loses too much, until it is tried again.
 *
 * @param times how often in a row
 * @param until since the daemon was started
 */
record Demotion(int times, Duration until) {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int MOST_DOUBLED = 5;
    /** Who did well for so long begins anew. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    static Demotion after(@Nullable Demotion before, Duration now) {
        int times = before == null || now.minus(before.until).compareTo(FORGOTTEN) > 0 ? 1 : before.times + 1;
        return new Demotion(times, now.plus(FIRST.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLED))));
    }
}
