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
    void growsWithWhatComes() {
        var recorder = new Arrivals.Recorder();
        for (int i = 1; i <= 100_000; i++) {
            recorder.read(i, i);
        }
        assertEquals(100_000, recorder.arrivals().bytes());
        assertEquals(54_321, recorder.arrivals().bytesUntil(Duration.ofNanos(54_321)));
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
