package mptcp4j.cli.report;

import static java.util.Locale.ROOT;

import java.time.Duration;

/** Numbers in words, the same wherever they are shown. */
final class Words {
    private static final double MILLIS = 1000;
    private static final double MEGA = 1e6;

    private Words() {}

    /** {@code 95.6}. */
    static String mbps(double millionsOfBitsPerSecond) {
        return String.format(ROOT, "%.1f", millionsOfBitsPerSecond);
    }

    /** {@code 2.0 s}. */
    static String seconds(Duration time) {
        return String.format(ROOT, "%.1f s", time.toMillis() / MILLIS);
    }

    /** {@code 214 ms}. */
    static String millis(Duration time) {
        return time.toMillis() + " ms";
    }

    /** {@code 134 MB}. */
    static String megabytes(long bytes) {
        return String.format(ROOT, "%.0f MB", bytes / MEGA);
    }
}
