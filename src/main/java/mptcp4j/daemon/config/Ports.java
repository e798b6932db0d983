package mptcp4j.daemon.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports in a row.
 *
 * @param first from 1
 * @param last to 65535, the first or a later one
 */
public record Ports(int first, int last) {
    private static final Pattern RANGE = Pattern.compile("([1-9]\\d{0,4})-([1-9]\\d{0,4})");
    private static final int MOST = 65535;

    /** Returns what is written as {@code 443} or {@code "8000-8099"}; empty if it is neither. */
    static Optional<Ports> parse(Object value) {
        if (value instanceof Long port) {
            return of(port, port);
        }
        Matcher range = RANGE.matcher(value instanceof String text ? text : "");
        return range.matches() ? of(Long.parseLong(range.group(1)), Long.parseLong(range.group(2))) : Optional.empty();
    }

    private static Optional<Ports> of(long first, long last) {
        return first >= 1 && first <= last && last <= MOST
                ? Optional.of(new Ports((int) first, (int) last))
                : Optional.empty();
    }

    boolean contain(int port) {
        return port >= first && port <= last;
    }
}
