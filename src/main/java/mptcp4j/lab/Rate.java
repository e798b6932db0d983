package mptcp4j.lab;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a path is, link-layer headers included. Immutable.
 *
 * @param bitsPerSecond at least 8000: one byte in a millisecond
 */
public record Rate(long bitsPerSecond) {
    private static final long KILO = 1000;
    private static final long MEGA = 1000 * KILO;
    private static final long GIGA = 1000 * MEGA;
    private static final long MINIMUM = 8 * KILO;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(kbit|mbit|gbit)");
    private static final Map<String, Long> UNITS = Map.of("kbit", KILO, "mbit", MEGA, "gbit", GIGA);

    /** @throws IllegalArgumentException if it is too low */
    public Rate {
        if (bitsPerSecond < MINIMUM) {
            throw new IllegalArgumentException("rate of " + bitsPerSecond + " bit/s, at least " + MINIMUM);
        }
    }

    public static Rate kbit(long thousandsOfBitsPerSecond) {
        return new Rate(Math.multiplyExact(thousandsOfBitsPerSecond, KILO));
    }

    public static Rate mbit(long millionsOfBitsPerSecond) {
        return new Rate(Math.multiplyExact(millionsOfBitsPerSecond, MEGA));
    }

    public static Rate gbit(long billionsOfBitsPerSecond) {
        return new Rate(Math.multiplyExact(billionsOfBitsPerSecond, GIGA));
    }

    /**
     * Reads what {@code tc} calls a rate: {@code 100mbit}, {@code 64kbit}, {@code 10gbit}, in powers of 1000.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Rate parse(String text) {
        Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a rate such as 100mbit: " + text);
        }
        return new Rate(Long.parseLong(matcher.group(1)) * UNITS.getOrDefault(matcher.group(2), 0L));
    }

    long bytesPerSecond() {
        return bitsPerSecond / Byte.SIZE;
    }

    /** Returns what {@link #parse} reads, or a number of {@code bit/s} where that is no whole {@code kbit}. */
    @Override
    public String toString() {
        if (bitsPerSecond % GIGA == 0) {
            return bitsPerSecond / GIGA + "gbit";
        }
        if (bitsPerSecond % MEGA == 0) {
            return bitsPerSecond / MEGA + "mbit";
        }
        return bitsPerSecond % KILO == 0 ? bitsPerSecond / KILO + "kbit" : bitsPerSecond + " bit/s";
    }
}
