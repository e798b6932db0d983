package mptcp4j.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import mptcp4j.cli.demo.PathCounters.Reading;
import mptcp4j.lab.Rate;
import org.junit.jupiter.api.Test;

/** What follows from a record. */
class StatisticsTest {
    private static final List<Sample> SAMPLES =
            List.of(Sample.start(2), sample(100, 3_000, 1_000, 2_000), sample(300, 5_000, 1_000, 6_000));

    @Test
    void theSteadyPartIsTheLast60Percent() {
        assertEquals(window(2000, 5000), Window.steady(Duration.ofSeconds(5)));
    }

    @Test
    void aWindowKnowsItsThroughput() {
        assertEquals(100, window(1000, 3000).mbps(25_000_000));
        assertThrows(IllegalArgumentException.class, () -> window(1000, 1000));
    }

    @Test
    void betweenSamplesAllCameEvenly() {
        assertEquals(sample(200, 4_000, 1_000, 4_000), Sample.at(Duration.ofMillis(200), SAMPLES));
        assertEquals(SAMPLES.get(1), Sample.at(Duration.ofMillis(100), SAMPLES));
        assertEquals(SAMPLES.get(0), Sample.at(Duration.ZERO, SAMPLES));
    }

    @Test
    void theCourseHasOneThroughputForEachTwoSamples() {
        assertEquals(
                List.of(
                        new Throughput(Duration.ofMillis(100), 0.24, List.of(0.08, 0.16)),
                        new Throughput(Duration.ofMillis(300), 0.08, List.of(0.0, 0.16))),
                Throughput.course(SAMPLES));
    }

    @Test
    void aPathHasWhatAllItsSubflowsBrought() {
        var counters = new PathCounters(2);
        assertEquals(List.of(0L, 0L), counters.update(List.of()));
        assertEquals(List.of(10L, 0L), counters.update(List.of(new Reading(1, 0, 10))));
        assertEquals(List.of(15L, 7L), counters.update(List.of(new Reading(1, 0, 15), new Reading(2, 1, 7))));
    }

    @Test
    void whatAClosedSubflowBroughtStillCounts() {
        var counters = new PathCounters(1);
        counters.update(List.of(new Reading(1, 0, 100)));
        assertEquals(List.of(100L), counters.update(List.of()));
        assertEquals(List.of(130L), counters.update(List.of(new Reading(2, 0, 30))));
    }

    @Test
    void aTransferHasTheMeanOfItsSteadyPart() {
        Transfer tcp = Recorded.aggregation().tcp();
        assertEquals(96, tcp.mbps(), 0.01);
        assertEquals(List.of(96.0), tcp.pathMbps());
    }

    @Test
    void theRatioIsThatOfTheMeans() {
        assertEquals(1.95, Recorded.aggregation().ratio(), 0.001);
        assertEquals(0.936, Recorded.result().share(), 0.001);
    }

    @Test
    void aFailoverTellsItsGapAndWhenThePathWasUsedAgain() {
        Failover failover = Recorded.failover(Scenario.BLACKHOLE);
        assertEquals(Duration.ofSeconds(1), failover.failedAt());
        assertEquals(Duration.ofSeconds(2), failover.restoredAt());
        assertEquals(Duration.ofMillis(214), failover.gap());
        assertEquals(Duration.ofMillis(600), failover.recovery());
    }

    @Test
    void aStreamHasResumedWhenItGetsHalfOfAPath() {
        Failover failover = Recorded.failover(Scenario.BLACKHOLE);
        assertEquals(Duration.ofMillis(314), failover.resumed(100));
        assertEquals(Duration.ofMillis(1_400), failover.resumed(162), "when path 0 brings data again");
        assertEquals(null, failover.resumed(400));
    }

    @Test
    void aStreamThatWasNeverSlowHasResumedAtOnce() {
        Transfer steady = Recorded.aggregation().mptcp();
        Failover failover = Recorded.failover(Scenario.BLACKHOLE);
        Transfer unhurt = Recorded.with(failover.transfer(), steady.arrivals());
        assertEquals(Duration.ZERO, new Failover(Scenario.BLACKHOLE, unhurt).resumed(100));
    }

    @Test
    void aPathThatWasNotUsedAgainHasNoRecovery() {
        Failover failover = Recorded.failover(Scenario.BLACKHOLE);
        List<Sample> samples = failover.transfer().samples();
        Transfer shorter = Recorded.with(failover.transfer(), samples.subList(0, 26));
        assertEquals(null, new Failover(Scenario.BLACKHOLE, shorter).recovery());
    }

    @Test
    void intactIsTheSameNumberOfTheSameBytes() {
        Transfer transfer = Recorded.failover(Scenario.BACKUP).transfer();
        assertEquals(true, transfer.intact());
        assertEquals(false, Recorded.damaged(transfer).intact());
    }

    @Test
    void verdictsSayWhatWasExpectedAndWhatWasSeen() {
        assertEquals(
                List.of(
                        new Verdict("MPTCP at least 1.90 times plain TCP", "1.950", true),
                        new Verdict("at least 93 % of the paths' rates", "93.6 %", true),
                        new Verdict("Path 0 goes silent: gap at most 400 ms", "214 ms, intact", true),
                        new Verdict("Path 0's link goes down: gap at most 400 ms", "214 ms, intact", true),
                        new Verdict("Path 0 goes silent, with a backup: gap at most 1000 ms", "214 ms, intact", true)),
                Verdict.of(Recorded.result()));
    }

    @Test
    void verdictsAreHard() {
        DemoResult result = Recorded.result();
        Failover lost = new Failover(
                Scenario.BLACKHOLE,
                Recorded.damaged(Recorded.failover(Scenario.BLACKHOLE).transfer()));
        var bad = new DemoResult(
                new DemoSettings(Rate.mbit(200), 3, Duration.ofSeconds(4)),
                result.environment(),
                result.aggregation(),
                List.of(lost));
        assertEquals(
                List.of(
                        new Verdict("MPTCP at least 2.85 times plain TCP", "1.950", false),
                        new Verdict("at least 93 % of the paths' rates", "31.2 %", false),
                        new Verdict("Path 0 goes silent: gap at most 400 ms", "214 ms, NOT intact", false)),
                Verdict.of(bad));
        assertEquals(false, bad.intact());
        assertEquals(true, result.intact());
    }

    private static Window window(long fromMillis, long toMillis) {
        return new Window(Duration.ofMillis(fromMillis), Duration.ofMillis(toMillis));
    }

    private static Sample sample(long millis, long received, long... paths) {
        return new Sample(
                Duration.ofMillis(millis),
                received,
                LongStream.of(paths).boxed().toList());
    }
}
