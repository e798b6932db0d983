package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import mptcp4j.Errno;
import org.junit.jupiter.api.Test;

class WaysTest {
    private static final InetAddress FROM = InetAddress.getLoopbackAddress();
    private static final InetSocketAddress TO = new InetSocketAddress(FROM, 80);
    private static final Duration START = Duration.ZERO;

    private final Ways ways = new Ways();

    private Duration patience(Duration now) {
        return ways.patience(FROM, TO, now);
    }

    @Test
    void aSynMayGoUnansweredAsLongAsItsWayNeeds() {
        assertEquals(Duration.ofSeconds(3), patience(START), "nothing is known");
        ways.roundTrip(FROM, TO, Duration.ofMillis(5));
        assertEquals(Duration.ofMillis(500), patience(START), "near");
        ways.roundTrip(FROM, TO, Duration.ofMillis(600));
        assertEquals(Duration.ofMillis(4800), patience(START), "a satellite");
        ways.failed(FROM, TO, Errno.ETIMEDOUT, null, START);
        assertEquals(Duration.ofMillis(9600), patience(START), "longer each time");
        ways.failed(FROM, TO, Errno.ETIMEDOUT, null, START);
        assertEquals(Duration.ofSeconds(10), patience(START), "and that at most");
    }

    @Test
    void aSilentOneIsTriedOftenAndMoreSeldomAsTimeGoesBy() {
        ways.probe(FROM, TO, START);
        assertEquals(Duration.ofMillis(300), patience(START));
        assertEquals(Duration.ofSeconds(1), patience(Duration.ofMinutes(1)));
        assertEquals(Duration.ofSeconds(5), patience(Duration.ofMinutes(10)));
        ways.roundTrip(FROM, TO, Duration.ofMillis(400));
        assertEquals(Duration.ofMillis(800), patience(START), "an answer must have the time to come");
    }

    @Test
    void thatNobodyAnswersOnASilentOneIsExpectedAndARefusalIsNot() {
        ways.probe(FROM, TO, START);
        Duration first = ways.failed(FROM, TO, Errno.ETIMEDOUT, null, START);
        assertEquals(first, ways.failed(FROM, TO, Errno.ETIMEDOUT, null, START));
        Duration refused = ways.failed(FROM, TO, Errno.ENETUNREACH, null, START);
        assertTrue(ways.failed(FROM, TO, Errno.ENETUNREACH, null, START).compareTo(refused) > 0);
        ways.heard(FROM, TO);
        assertFalse(ways.isProbed(FROM, TO));
    }

    @Test
    void whatHoldsUpOthersIsBackupForLongerEachTime() {
        assertEquals(Duration.ofSeconds(10), ways.demote(FROM, TO, START));
        assertTrue(ways.isDemoted(FROM, TO, Duration.ofSeconds(9)));
        assertFalse(ways.isDemoted(FROM, TO, Duration.ofSeconds(10)));
        assertEquals(Duration.ofSeconds(20), ways.demote(FROM, TO, Duration.ofSeconds(11)));
    }
}
