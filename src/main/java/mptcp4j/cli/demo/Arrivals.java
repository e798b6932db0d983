package mptcp4j.cli.demo;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** When the receiver's reads returned data, and how many bytes it had by then. Immutable. */
public final class Arrivals {
    private final long[] nanos;
    private final long[] totals;

    private Arrivals(long[] nanos, long[] totals) {
        this.nanos = nanos;
        this.totals = totals;
    }

    /** Returns the number of bytes in the reads until a moment, that one included. */
    public long bytesUntil(Duration moment) {
        int found = Arrays.binarySearch(nanos, moment.toNanos() + 1);
        int after = found < 0 ? -found - 1 : firstOf(found);
        return after == 0 ? 0 : totals[after - 1];
    }

    /** Returns the number of bytes in all reads. */
    public long bytes() {
        return totals.length == 0 ? 0 : totals[totals.length - 1];
    }

    /** Returns the mean of the millions of bits per second between two moments. */
    public double mbps(Window window) {
        return window.mbps(bytesUntil(window.to()) - bytesUntil(window.from()));
    }

    /**
     * Returns the longest time between two reads of which the second came at or after a moment: a gap that the moment
     * falls into counts whole.
     */
    public Duration longestGap(Duration from) {
        long longest = 0;
        for (int i = 1; i < nanos.length; i++) {
            if (nanos[i] >= from.toNanos()) {
                longest = Math.max(longest, nanos[i] - nanos[i - 1]);
            }
        }
        return Duration.ofNanos(longest);
    }

    /**
     * Returns the first of some moments from which on the throughput was as wanted: of the earliest, and of the reads
     * after it. Null if there is none.
     *
     * @param from the earliest
     * @param to the latest
     * @param length over which throughput is measured
     * @param wanted whether that many millions of bits per second are
     */
    public @Nullable Duration first(Duration from, Duration to, Duration length, DoublePredicate wanted) {
        return LongStream.concat(LongStream.of(from.toNanos()), LongStream.of(nanos))
                .filter(moment -> moment >= from.toNanos() && moment <= to.toNanos())
                .mapToObj(Duration::ofNanos)
                .filter(moment -> wanted.test(mbps(new Window(moment, moment.plus(length)))))
                .findFirst()
                .orElse(null);
    }

    /** The first of the reads that share a moment with this one. */
    private int firstOf(int index) {
        int first = index;
        while (first > 0 && nanos[first - 1] == nanos[index]) {
            first--;
        }
        return first;
    }

    /** Writes the record: used by the one thread that reads. */
    public static final class Recorder {
        private static final int FIRST_CAPACITY = 1 << 14;

        private long[] nanos = new long[FIRST_CAPACITY];
        private long[] totals = new long[FIRST_CAPACITY];
        private int count;

        /**
         * @param moment nanoseconds since the transfer began, never less than the last
         * @param total bytes read until now
         */
        public void read(long moment, long total) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
                totals = Arrays.copyOf(totals, 2 * count);
            }
            nanos[count] = moment;
            totals[count] = total;
            count++;
        }

        public Arrivals arrivals() {
            return new Arrivals(Arrays.copyOf(nanos, count), Arrays.copyOf(totals, count));
        }
    }
}
