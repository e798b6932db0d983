package mptcp4j.cli.demo;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.lab.Rate;

/** A made-up record of two paths of 100 Mbit/s, 4 s per transfer, without any noise. */
public final class Recorded {
    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final Payload PAYLOAD = new Payload(72_000_000, "ab".repeat(32));

    private Recorded() {}

    /** Plain TCP brings 96 Mbit/s, MPTCP 1.95 times that, and every failure costs 214 ms. */
    public static DemoResult result() {
        return new DemoResult(
                new DemoSettings(Rate.mbit(100), 2, LENGTH),
                new Environment(
                        ZonedDateTime.parse("2026-11-21T08:30:00Z"),
                        "Linux 6.18.0",
                        "OpenJDK 64-Bit Server VM 25",
                        "ffm",
                        "bbr",
                        "default",
                        2,
                        "mptcp4j demo --report <a&b>.html"),
                aggregation(),
                Stream.of(Scenario.values()).map(Recorded::failover).toList());
    }

    static Aggregation aggregation() {
        List<Sample> one = new ArrayList<>(List.of(Sample.start(1)));
        List<Sample> two = new ArrayList<>(List.of(Sample.start(2)));
        for (int tick = 1; tick <= 41; tick++) {
            one.add(sample(tick, 1_200_000L * tick, List.of(1_200_000L * tick)));
            two.add(sample(tick, 2_340_000L * tick, List.of(1_180_000L * tick, 1_160_000L * tick)));
        }
        return new Aggregation(transfer(one, List.of()), transfer(two, List.of()));
    }

    static Failover failover(Scenario scenario) {
        var failed = new Moment(Duration.ofSeconds(1), "path 0 fails");
        var restored = new Moment(Duration.ofSeconds(2), "path 0 restored");
        List<Sample> samples = new ArrayList<>(List.of(Sample.start(2)));
        for (int tick = 1; tick <= 41; tick++) {
            long first = 1_000_000L * (Math.min(tick, 10) + Math.max(0, tick - 25));
            samples.add(sample(tick, first + 1_000_000L * tick, List.of(first, 1_000_000L * tick)));
        }
        return new Failover(scenario, transfer(samples, List.of(failed, restored)));
    }

    static Transfer with(Transfer transfer, List<Sample> samples) {
        return new Transfer(
                transfer.sending(),
                transfer.arrivals(),
                samples,
                transfer.moments(),
                transfer.sent(),
                transfer.received());
    }

    static Transfer with(Transfer transfer, Arrivals arrivals) {
        return new Transfer(
                transfer.sending(),
                arrivals,
                transfer.samples(),
                transfer.moments(),
                transfer.sent(),
                transfer.received());
    }

    static Transfer damaged(Transfer transfer) {
        return new Transfer(
                transfer.sending(),
                transfer.arrivals(),
                transfer.samples(),
                transfer.moments(),
                transfer.sent(),
                new Payload(transfer.received().bytes(), "cd".repeat(32)));
    }

    /** The receiver read at every sample, and nothing for 214 ms after 1.1 s if there was a failure. */
    private static Transfer transfer(List<Sample> samples, List<Moment> moments) {
        var recorder = new Arrivals.Recorder();
        for (Sample sample : samples) {
            boolean late = !moments.isEmpty() && sample.at().equals(Duration.ofMillis(1200));
            boolean lost = !moments.isEmpty() && sample.at().equals(Duration.ofMillis(1300));
            if (!late) {
                recorder.read(sample.at().toNanos() + (lost ? 14_000_000 : 0), sample.received());
            }
        }
        return new Transfer(LENGTH, recorder.arrivals(), samples, moments, PAYLOAD, PAYLOAD);
    }

    private static Sample sample(int tick, long received, List<Long> paths) {
        return new Sample(Duration.ofMillis(100L * tick), received, paths);
    }
}
