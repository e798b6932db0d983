package mptcp4j.cli.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import mptcp4j.cli.demo.Throughput;

/** Makes of the throughputs of one transfer, each since the one before, that of a longer time. Not thread-safe. */
final class Mean {
    private final List<Throughput> added = new ArrayList<>();
    private Duration from = Duration.ZERO;

    /** @param throughput since the one that was added last, or since the transfer began */
    void add(Throughput throughput) {
        added.add(throughput);
    }

    /** Returns the mean of those that were added since it was taken last, of which there must be one. */
    Throughput take() {
        Duration until = added.get(added.size() - 1).until();
        double whole = until.minus(from).toNanos();
        double received = 0;
        double[] paths = new double[added.get(0).paths().size()];
        for (Throughput part : added) {
            double weight = part.until().minus(from).toNanos() / whole;
            received += weight * part.received();
            for (int i = 0; i < paths.length; i++) {
                paths[i] += weight * part.paths().get(i);
            }
            from = part.until();
        }
        added.clear();
        return new Throughput(
                until,
                received,
                IntStream.range(0, paths.length).mapToObj(i -> paths[i]).toList());
    }
}
