package mptcp4j.bench;

import java.util.stream.DoubleStream;

/** Where the values of several rounds lie: the middle one, and those that a quarter is below and a quarter above. */
record Spread(double lower, double median, double upper) {
    /** Returns the value that a share of all is below. */
    static double quantile(double share, DoubleStream values) {
        return at(values.sorted().toArray(), share);
    }

    static Spread of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
