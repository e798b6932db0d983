package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import mptcp4j.Errno;
import mptcp4j.pm.Reset;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final InetAddress FROM = InetAddress.getLoopbackAddress();
    private static final InetSocketAddress TO = new InetSocketAddress(FROM, 80);

    private final Attempts attempts = new Attempts();

    private Duration failed(Errno errno, Reset reset, boolean probing) {
        return attempts.failed(FROM, TO, errno, reset, probing, Duration.ZERO);
    }

    @Test
    void takesTwiceAsLongEachTimeAndAMinuteAtMost() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            pauses.add(failed(Errno.ECONNREFUSED, null, false).toMillis());
        }
        assertEquals(
                LongStream.of(500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000)
                        .boxed()
                        .toList(),
                pauses);
    }

    @Test
    void isSoonWhereTheRouteIsToCome() {
        assertEquals(Duration.ofMillis(10), failed(Errno.ENETUNREACH, null, false));
        assertEquals(Duration.ofMillis(20), failed(Errno.ENETUNREACH, null, false));
    }

    @Test
    void isSteadyWhereItIsTriedToSeeWhenAPathComesBack() {
        assertEquals(Duration.ofMillis(500), failed(Errno.ETIMEDOUT, null, true));
        assertEquals(Duration.ofMillis(500), failed(Errno.ETIMEDOUT, null, true));
    }

    @Test
    void doesWhatThePeerSays() {
        assertEquals(Duration.ofSeconds(30), failed(Errno.ECONNRESET, new Reset(2, 0), false), "no room");
        attempts.succeeded(FROM, TO);
        assertEquals(Duration.ofMinutes(10), failed(Errno.ECONNRESET, new Reset(3, 0), false), "prohibited");
        attempts.succeeded(FROM, TO);
        assertEquals(Duration.ofSeconds(30), failed(Errno.ECONNRESET, new Reset(3, 1), false), "for now");
        attempts.succeeded(FROM, TO);
        assertEquals(Duration.ofMillis(500), failed(Errno.ECONNRESET, new Reset(0, 0), false), "no word");
    }

    @Test
    void waitsUntilThenAndForgetsWhatIsOver() {
        assertEquals(Duration.ZERO, attempts.wait(FROM, TO, Duration.ZERO));
        failed(Errno.ETIMEDOUT, null, false);
        assertEquals(Duration.ofMillis(400), attempts.wait(FROM, TO, Duration.ofMillis(100)));
        assertEquals(Duration.ZERO, attempts.wait(FROM, TO, Duration.ofMillis(600)));
        attempts.forget(FROM);
        assertEquals(Duration.ZERO, attempts.wait(FROM, TO, Duration.ZERO));
    }
}
