package mptcp4j.daemon.config;

import java.util.Comparator;

/**
 * Something that is wrong in the configuration.
 *
 * @param line counted from 1
 * @param column counted from 1
 * @param text what is wrong, and what is allowed
 */
public record Mistake(int line, int column, String text) implements Comparable<Mistake> {
    private static final Comparator<Mistake> BY_PLACE = Comparator.comparingInt(Mistake::line)
            .thenComparingInt(Mistake::column)
            .thenComparing(Mistake::text);

    @Override
    public int compareTo(Mistake other) {
        return BY_PLACE.compare(this, other);
    }
}
