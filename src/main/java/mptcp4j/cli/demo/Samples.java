package mptcp4j.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a transfer, none much closer to the next than a tick: over a few microseconds a single read would be
 * Gbit/s. Not thread-safe.
 */
final class Samples {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SHORTEST = TICK.dividedBy(2);

    private final List<Sample> taken = new ArrayList<>();

    /** @param paths how many there are */
    Samples(int paths) {
        taken.add(Sample.start(paths));
    }

    /** Returns when the next one is to be taken: at a multiple of the tick, however late the last one was. */
    Duration nextTick() {
        Duration earliest = last().at().plus(SHORTEST);
        return TICK.multipliedBy(earliest.plus(TICK).minusNanos(1).dividedBy(TICK));
    }

    /** Whether a sample would be far enough from the last one. */
    boolean isDue(Duration now) {
        return now.minus(last().at()).compareTo(SHORTEST) >= 0;
    }

    /** Adds a sample and returns the throughput since the one before. */
    Throughput add(Sample sample) {
        Sample before = last();
        taken.add(sample);
        return Throughput.between(before, sample);
    }

    /** Adds the last sample, which takes the place of the one before where it is too close to it. */
    void end(Sample sample) {
        if (!isDue(sample.at()) && taken.size() > 1) {
            taken.remove(taken.size() - 1);
        }
        taken.add(sample);
    }

    /** Returns them in order, from the start. */
    List<Sample> toList() {
        return List.copyOf(taken);
    }

    private Sample last() {
        return taken.get(taken.size() - 1);
    }
}
