package mptcp4j.cli;

import java.util.Locale;

/** Quantities for people, in three digits or four. */
final class Units {
    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};
    private static final double THOUSAND = 1000;

    private Units() {}

    /** {@code 999 B}, {@code 1.2 MB}. */
    static String bytes(long bytes) {
        return scaled((double) bytes, "B");
    }

    /** {@code 80.1 Mbit/s}. */
    static String rate(long bitsPerSecond) {
        return scaled((double) bitsPerSecond, "bit/s");
    }

    /** {@code 12.3 ms}, {@code 0.027 ms}. */
    static String millis(long micros) {
        double millis = micros / THOUSAND;
        return String.format(Locale.ROOT, millis < 1 ? "%.3f ms" : "%.1f ms", millis);
    }

    private static String scaled(double value, String unit) {
        int prefix = 0;
        double scaled = value;
        while (scaled >= THOUSAND && prefix < PREFIXES.length - 1) {
            scaled /= THOUSAND;
            prefix++;
        }
        return String.format(Locale.ROOT, prefix == 0 ? "%.0f %s%s" : "%.1f %s%s", scaled, PREFIXES[prefix], unit);
    }
}
