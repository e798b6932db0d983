package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration TODAY = Duration.ofDays(1);

    @Test
    void isThatFarAway() {
        Duration left = Deadline.in(Duration.ofDays(60)).left();
        assertTrue(left.compareTo(Duration.ofDays(60)) <= 0, left::toString);
        assertTrue(left.compareTo(Duration.ofDays(60).minus(TODAY)) > 0, left::toString);
    }

    @Test
    void hasPassedAfterNoTimeAndLess() {
        for (Duration none : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
            assertEquals(Duration.ZERO, Deadline.in(none).left());
        }
    }

    @Test
    void comesNearer() {
        Deadline deadline = Deadline.in(Duration.ofMillis(1));
        Duration before = deadline.left();
        while (!deadline.left().isZero()) {
            Thread.onSpinWait();
        }
        assertTrue(before.compareTo(Duration.ofMillis(1)) <= 0, before::toString);
    }

    @Test
    void isFarAwayWhateverTheClockCannotTell() {
        for (Duration eternity : List.of(
                Duration.ofNanos(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE),
                ChronoUnit.FOREVER.getDuration())) {
            Duration left = Deadline.in(eternity).left();
            assertTrue(left.compareTo(Duration.ofDays(100 * 365)) > 0, left::toString);
        }
    }
}
