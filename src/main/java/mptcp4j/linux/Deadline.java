package mptcp4j.linux;

import java.time.Duration;

/** The moment at which a wait ends, by a clock that nobody sets. Immutable. */
public final class Deadline {
    /** Half of what the clock can tell apart: 146 years. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The moment that is so far from now.
     *
     * @param timeout zero or less has passed already; more than 146 years, such as {@code ChronoUnit.FOREVER}, are 146
     */
    public static Deadline in(Duration timeout) {
        if (timeout.isNegative()) {
            return in(Duration.ZERO);
        }
        Duration clamped = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        return new Deadline(System.nanoTime() + clamped.toNanos());
    }

    /** Returns how long it is until then; zero when it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }
}
