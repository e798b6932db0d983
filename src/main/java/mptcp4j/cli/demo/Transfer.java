package mptcp4j.cli.demo;

import java.time.Duration;
import java.util.List;

/**
 * One transfer as it was recorded. Immutable.
 *
 * @param sending how long the sender sent
 * @param arrivals every read of the receiver
 * @param samples in order, from the start to after the last byte
 * @param moments what was done to the paths, in order
 * @param sent what went in
 * @param received what came out
 */
public record Transfer(
        Duration sending,
        Arrivals arrivals,
        List<Sample> samples,
        List<Moment> moments,
        Payload sent,
        Payload received) {
    public Transfer {
        samples = List.copyOf(samples);
        moments = List.copyOf(moments);
    }

    /** Whether the same bytes came out that went in. */
    public boolean intact() {
        return sent.equals(received);
    }

    /** Returns what the receiving program got in the steady part, in millions of bits per second. */
    public double mbps() {
        return arrivals.mbps(Window.steady(sending));
    }

    /** Returns what arrived on each path in the steady part, in millions of bits per second. */
    public List<Double> pathMbps() {
        Window steady = Window.steady(sending);
        return Throughput.between(Sample.at(steady.from(), samples), Sample.at(steady.to(), samples))
                .paths();
    }
}
