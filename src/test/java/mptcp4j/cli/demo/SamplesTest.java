package mptcp4j.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private final Samples samples = new Samples(1);

    @Test
    void theNextTickIsAMultipleOf100MillisecondsAndHalfATickAway() {
        assertEquals(Duration.ofMillis(100), samples.nextTick());
        samples.add(sample(micros(100_300)));
        assertEquals(Duration.ofMillis(200), samples.nextTick());
    }

    @Test
    void afterAHiccupNoTickIsMadeUpFor() {
        samples.add(sample(micros(1_049_999)));
        assertEquals(Duration.ofMillis(1_100), samples.nextTick());
        samples.add(sample(micros(2_050_000)));
        assertEquals(Duration.ofMillis(2_100), samples.nextTick());
        samples.add(sample(micros(3_050_001)));
        assertEquals(Duration.ofMillis(3_200), samples.nextTick());
    }

    @Test
    void aSampleIsDueHalfATickAfterTheLast() {
        samples.add(sample(Duration.ofMillis(100)));
        assertFalse(samples.isDue(micros(149_999)));
        assertTrue(samples.isDue(micros(150_000)));
    }

    @Test
    void aSampleTellsTheThroughputSinceTheLast() {
        assertEquals(
                new Throughput(Duration.ofMillis(100), 8, List.of(8.0)), samples.add(sample(Duration.ofMillis(100))));
    }

    @Test
    void aShortEndIsPartOfWhatWasBefore() {
        samples.add(sample(Duration.ofMillis(100)));
        samples.end(sample(micros(100_004)));
        assertEquals(List.of(Sample.start(1), sample(micros(100_004))), samples.toList());
    }

    @Test
    void aLongEndIsAnotherSample() {
        samples.add(sample(Duration.ofMillis(100)));
        samples.end(sample(Duration.ofMillis(150)));
        assertEquals(
                List.of(Sample.start(1), sample(Duration.ofMillis(100)), sample(Duration.ofMillis(150))),
                samples.toList());
    }

    @Test
    void theStartStays() {
        samples.end(sample(Duration.ofMillis(1)));
        assertEquals(List.of(Sample.start(1), sample(Duration.ofMillis(1))), samples.toList());
    }

    /** A byte each microsecond. */
    private static Sample sample(Duration at) {
        long bytes = at.toNanos() / 1000;
        return new Sample(at, bytes, List.of(bytes));
    }

    private static Duration micros(long count) {
        return Duration.ofNanos(1000 * count);
    }
}
