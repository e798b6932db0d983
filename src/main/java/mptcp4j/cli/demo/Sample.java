package mptcp4j.cli.demo;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a transfer had come at a moment.
 *
 * @param at time since the transfer began
 * @param received bytes that the receiving program had read
 * @param paths bytes that had arrived on each path, as the receiver's kernel counts them: what was sent again on
 *     another path and came twice counts twice
 */
public record Sample(Duration at, long received, List<Long> paths) {
    public Sample {
        paths = List.copyOf(paths);
    }

    /** Returns the state before anything was sent. */
    static Sample start(int paths) {
        return new Sample(Duration.ZERO, 0, Collections.nCopies(paths, 0L));
    }

    /**
     * Returns the state at a moment, between two samples as if all had come evenly.
     *
     * @param samples in order, the first one at or before the moment and the last one at or after it
     */
    static Sample at(Duration moment, List<Sample> samples) {
        int later = 0;
        while (samples.get(later).at().compareTo(moment) < 0) {
            later++;
        }
        Sample after = samples.get(later);
        return after.at().equals(moment) ? after : between(samples.get(later - 1), after, moment);
    }

    private static Sample between(Sample before, Sample after, Duration moment) {
        double share = (double) moment.minus(before.at).toNanos()
                / after.at.minus(before.at).toNanos();
        List<Long> paths = IntStream.range(0, before.paths.size())
                .mapToObj(i -> part(before.paths.get(i), after.paths.get(i), share))
                .toList();
        return new Sample(moment, part(before.received, after.received, share), paths);
    }

    private static long part(long before, long after, double share) {
        return before + Math.round((after - before) * share);
    }
}
