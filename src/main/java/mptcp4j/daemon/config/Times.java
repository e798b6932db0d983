package mptcp4j.daemon.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them. */
final class Times {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));

    private Times() {}

    /** Returns what {@code 250ms}, {@code 30s}, {@code 5m} or {@code 1h} stands for. */
    static Optional<Duration> parse(String text) {
        Matcher time = TIME.matcher(text);
        return time.matches()
                ? Optional.ofNullable(UNITS.get(time.group(2)))
                        .map(unit -> unit.multipliedBy(Long.parseLong(time.group(1))))
                : Optional.empty();
    }

    /** Returns the text in the largest unit of which it is a whole number. */
    static String text(Duration time) {
        if (time.toMillis() % 1000 != 0) {
            return time.toMillis() + "ms";
        } else if (time.toSeconds() % 60 != 0 || time.isZero()) {
            return time.toSeconds() + "s";
        }
        return time.toMinutes() % 60 == 0 ? time.toHours() + "h" : time.toMinutes() + "m";
    }
}
