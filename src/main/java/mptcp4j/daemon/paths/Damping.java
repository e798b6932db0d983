package mptcp4j.daemon.paths;

import java.time.Duration;

/**
 * How long an address that comes and goes has to stay before it is a path again. A loss is never damped. Immutable.
 *
 * @param free how many losses within the window are followed by an immediate return
 * @param window how long a loss is remembered
 * @param first how long it has to stay after one loss more; twice that after the next one, and so on
 * @param longest the most of that
 */
public record Damping(int free, Duration window, Duration first, Duration longest) {
    /** Three losses in ten seconds are free; then 250 ms to 3 s. */
    public static final Damping DEFAULT =
            new Damping(3, Duration.ofSeconds(10), Duration.ofMillis(250), Duration.ofSeconds(3));

    /** No damping. */
    public static final Damping NONE = new Damping(Integer.MAX_VALUE, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** @throws IllegalArgumentException if one is negative, or the first is longer than the longest */
    public Damping {
        if (free < 0 || window.isNegative() || first.isNegative() || first.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "damping: " + free + " free losses in " + window + ", then from " + first + " to " + longest);
        }
    }

    /** Returns how long an address has to stay after so many losses within the window. */
    Duration hold(int losses) {
        int more = losses - free;
        if (more <= 0) {
            return Duration.ZERO;
        }
        int doublings = Math.min(more - 1, 30);
        boolean overflows = first.toNanos() > longest.toNanos() >> doublings;
        return overflows ? longest : first.multipliedBy(1L << doublings);
    }
}
