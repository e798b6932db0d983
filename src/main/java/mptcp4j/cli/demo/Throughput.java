package mptcp4j.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mean throughput over a window, in millions of bits per second.
 *
 * @param until the end of the window
 * @param received what the receiving program read
 * @param paths what arrived on each path
 */
public record Throughput(Duration until, double received, List<Double> paths) {
    public Throughput {
        paths = List.copyOf(paths);
    }

    /** Returns the mean between two samples, the earlier one first. */
    public static Throughput between(Sample earlier, Sample later) {
        var window = new Window(earlier.at(), later.at());
        List<Double> paths = IntStream.range(0, later.paths().size())
                .mapToObj(
                        i -> window.mbps(later.paths().get(i) - earlier.paths().get(i)))
                .toList();
        return new Throughput(later.at(), window.mbps(later.received() - earlier.received()), paths);
    }

    /** Returns the course over time: one for each two neighbours. */
    public static List<Throughput> course(List<Sample> samples) {
        return IntStream.range(1, samples.size())
                .mapToObj(i -> between(samples.get(i - 1), samples.get(i)))
                .toList();
    }
}
