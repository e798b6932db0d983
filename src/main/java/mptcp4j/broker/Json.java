package mptcp4j.broker;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of JSON (RFC 8259). All are immutable; two are equal when they have the same in them, whatever the order of names. */
public sealed interface Json {
    /** How deep objects and arrays may be nested. */
    int MAX_DEPTH = 8;

    /**
     * A string.
     *
     * @param value half a character (a lone surrogate) cannot be in UTF-8: {@code U+FFFD} takes its place
     */
    record Text(String value) implements Json {
        private static final char REPLACEMENT = '\ufffd';

        public Text {
            value = whole(value);
        }

        private static String whole(String text) {
            int[] points = text.codePoints()
                    .map(point ->
                            point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point)
                    .toArray();
            return new String(points, 0, points.length);
        }
    }

    /** A number without fraction and exponent. */
    record Whole(long value) implements Json {}

    /** A number with a fraction or an exponent. */
    record Decimal(double value) implements Json {
        /** @throws IllegalArgumentException if it is infinite or no number */
        public Decimal {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("JSON has finite numbers alone: " + value);
            }
        }
    }

    /** {@code true} or {@code false}. */
    record Truth(boolean value) implements Json {}

    /** {@code null}. */
    record Nothing() implements Json {}

    /** An array. */
    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** An object. */
    record Fields(Map<String, Json> values) implements Json {
        public Fields {
            Map<String, Json> whole = new LinkedHashMap<>();
            values.forEach((name, value) -> whole.put(new Text(name).value(), value));
            values = Collections.unmodifiableMap(whole);
        }
    }
}
