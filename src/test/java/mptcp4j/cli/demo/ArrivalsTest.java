package mptcp4j.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void countsBytesUntilAMoment() {
        Arrivals arrivals = arrivals(10, 100, 20, 200, 20, 300, 30, 400);
        assertEquals(0, arrivals.bytesUntil(Duration.ofMillis(9)));
        assertEquals(100, arrivals.bytesUntil(Duration.ofMillis(10)));
        assertEquals(300, arrivals.bytesUntil(Duration.ofMillis(20)));
        assertEquals(300, arrivals.bytesUntil(Duration.ofMillis(29)));
        assertEquals(400, arrivals.bytesUntil(Duration.ofSeconds(1)));
        assertEquals(400, arrivals.bytes());
    }

    @Test
    void countsNothingWhereNothingCame() {
        assertEquals(0, arrivals().bytes());
        assertEquals(0, arrivals().bytesUntil(Duration.ofSeconds(1)));
        assertEquals(Duration.ZERO, arrivals().longestGap(Duration.ZERO));
    }

    @Test
    void aNanosecondMakesTheDifference() {
        var recorder = new Arrivals.Recorder();
        recorder.read(10, 1);
        recorder.read(11, 2);
        recorder.read(11, 3);
        assertEquals(1, recorder.arrivals().bytesUntil(Duration.ofNanos(10)));
        assertEquals(3, recorder.arrivals().bytesUntil(Duration.ofNanos(11)));
    }

    @Test
    void takesTheMeanOfAWindow() {
        Arrivals arrivals = arrivals(0, 0, 500, 1_000_000, 1000, 2_000_000, 1500, 9_000_000);
        assertEquals(8, arrivals.mbps(new Window(Duration.ofMillis(500), Duration.ofMillis(1499))), 0.01);
    }

    @Test
    void theLongestGapMayBeginBeforeTheMomentAndNotEndBeforeIt() {
        Arrivals arrivals = arrivals(0, 1, 500, 2, 600, 3, 800, 4, 850, 5);
        assertEquals(Duration.ofMillis(500), arrivals.longestGap(Duration.ZERO));
        assertEquals(Duration.ofMillis(500), arrivals.longestGap(Duration.ofMillis(500)));
        assertEquals(Duration.ofMillis(200), arrivals.longestGap(Duration.ofMillis(501)));
        assertEquals(Duration.ofMillis(200), arrivals.longestGap(Duration.ofMillis(700)));
        assertEquals(Duration.ofMillis(50), arrivals.longestGap(Duration.ofMillis(801)));
        assertEquals(Duration.ZERO, arrivals.longestGap(Duration.ofMillis(851)));
    }

    @Test
    void findsTheFirstReadFromWhichOnEnoughComes() {
        // 1 Mbit/s is 25 kB in 200 ms: a trickle from 250 ms on, the stream from 900 ms on
        Arrivals arrivals = arrivals(
                0, 0, 50, 20_000, 100, 40_000, 250, 41_000, 450, 42_000, 900, 60_000, 950, 80_000, 1100, 100_000);
        assertEquals(Duration.ofMillis(900), firstFast(arrivals, 50, 1500));
        assertEquals(Duration.ofMillis(900), firstFast(arrivals, 300, 900));
        assertEquals(null, firstFast(arrivals, 50, 899));
        assertEquals(null, firstFast(arrivals, 951, 1500));
        assertEquals(Duration.ofMillis(1), firstFast(arrivals, 1, 1500), "the moment itself");
    }

    @Test
    void findsNothingWhereNothingComes() {
        assertEquals(null, firstFast(arrivals(), 0, 1000));
        assertEquals(null, firstFast(arrivals(100, 1_000_000), 100, 1000));
        assertEquals(null, firstFast(arrivals(100, 1_000_000), 50, 20));
    }

    @Test
    void growsWithWhatComes() {
        var recorder = new Arrivals.Recorder();
        for (int i = 1; i <= 100_000; i++) {
            recorder.read(i, i);
        }
        assertEquals(100_000, recorder.arrivals().bytes());
        assertEquals(54_321, recorder.arrivals().bytesUntil(Duration.ofNanos(54_321)));
    }

    /** Milliseconds; at least 1 Mbit/s for 200 ms. */
    private static Duration firstFast(Arrivals arrivals, long from, long to) {
        return arrivals.first(
                Duration.ofMillis(from), Duration.ofMillis(to), Duration.ofMillis(200), mbps -> mbps >= 1);
    }

    /** Pairs of milliseconds and the bytes by then. */
    static Arrivals arrivals(long... pairs) {
        var recorder = new Arrivals.Recorder();
        for (int i = 0; i < pairs.length; i += 2) {
            recorder.read(Duration.ofMillis(pairs[i]).toNanos(), pairs[i + 1]);
        }
        return recorder.arrivals();
    }
}
