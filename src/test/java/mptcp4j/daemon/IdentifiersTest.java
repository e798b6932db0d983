package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final InetAddress initial = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
    private final InetAddress other = InetAddress.getByAddress(new byte[] {10, 0, 1, 1});
    private final Identifiers ids = new Identifiers(initial, List.of());

    IdentifiersTest() throws IOException {}

    @Test
    void areTheSameWhenAnAddressComesBack() throws IOException {
        assertEquals(0, ids.of(initial, 0, AT_ONCE));
        assertEquals(1, ids.of(other, 0, AT_ONCE));
        assertEquals(1, ids.of(other, 0, Duration.ofHours(1)));
    }

    @Test
    void areOthersWhileThePeerMayBeHearingThatTheAddressIsGone() throws IOException {
        ids.of(other, 0, AT_ONCE);
        ids.removed(1, AT_ONCE);
        ids.removed(0, AT_ONCE);
        assertEquals(2, ids.of(other, 0, Duration.ofMillis(10)));
        assertEquals(3, ids.of(initial, 0, Duration.ofMillis(10)), "the first one, too");
        assertEquals(2, ids.of(other, 0, Duration.ofMillis(20)));
    }

    @Test
    void areTheSameOnceThePeerHasHeard() throws IOException {
        ids.of(other, 0, AT_ONCE);
        ids.removed(1, AT_ONCE);
        assertEquals(1, ids.of(other, 0, Duration.ofSeconds(3)));
    }
}
