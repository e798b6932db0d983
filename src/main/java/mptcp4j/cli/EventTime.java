package mptcp4j.cli;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** When something happened, in the two ways of {@code ip}, and in that of JSON. */
enum EventTime {
    /** {@code Sat Nov 21 04:25:53 2026 553559 usec}: {@code -t}. */
    LONG("EEE MMM ppd HH:mm:ss uuuu"),
    /** {@code 2026-11-21T04:25:53.553559}: {@code -ts}. */
    SHORT("uuuu-MM-dd'T'HH:mm:ss.SSSSSS"),
    /** {@code 2026-11-21T04:25:53.553559Z}, in UTC: what JSON has without being told. */
    UTC("uuuu-MM-dd'T'HH:mm:ss.SSSSSSX");

    private final DateTimeFormatter format;

    EventTime(String pattern) {
        format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** Returns what the options ask for. */
    static EventTime of(GlobalOptions options) {
        if (options.shortTimestamp) {
            return SHORT;
        }
        return options.timestamp ? LONG : UTC;
    }

    /** Returns the key that {@code ip} gives it. */
    String key() {
        return this == SHORT ? "timestamp_short" : "timestamp";
    }

    /** Returns the time as text. */
    String text(ZonedDateTime time) {
        return switch (this) {
            case LONG -> format.format(time) + " " + time.get(ChronoField.MICRO_OF_SECOND) + " usec";
            case SHORT -> format.format(time);
            case UTC -> format.format(time.withZoneSameInstant(ZoneId.of("UTC")));
        };
    }
}
