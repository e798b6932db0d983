package mptcp4j.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import mptcp4j.route.Qdisc;
import org.junit.jupiter.api.Test;

class ShapingTest {
    private final PathSpec plain = PathSpec.between("client", "server");

    @Test
    void theBurstIsWhatTheRateGivesInATickAndTheQueueComesOnTop() {
        assertEquals(
                new Qdisc.TokenBucket(12_500_000, 50_000, 50_000 + 625_000),
                Shaping.tokenBucket(Rate.mbit(100), Duration.ofMillis(50)));
    }

    @Test
    void theBurstOfASlowPathStillHoldsAFrame() {
        assertEquals(
                new Qdisc.TokenBucket(8_000, 3028, 3028 + 400),
                Shaping.tokenBucket(Rate.kbit(64), Duration.ofMillis(50)));
    }

    @Test
    void aDelayedPathHasRoomForWhatIsOnItsWayAndWhatWaits() {
        PathSpec path = plain.rate(Rate.mbit(100)).delay(Duration.ofMillis(40), Duration.ofMillis(10));
        int frames = 12_500_000 / 10 / 1514;
        assertEquals(
                new Qdisc.NetworkEmulator(Duration.ofMillis(40), Duration.ofMillis(10), 0, frames + 2),
                Shaping.networkEmulator(path));
    }

    @Test
    void withoutARateThereIsRoomForMuch() {
        assertEquals(
                new Qdisc.NetworkEmulator(Duration.ZERO, Duration.ZERO, 0.01, 100_000),
                Shaping.networkEmulator(plain.loss(0.01)));
    }
}
