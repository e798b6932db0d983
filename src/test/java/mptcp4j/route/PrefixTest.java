package mptcp4j.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class PrefixTest {
    private final InetAddress v4 = address("10.0.0.1");
    private final InetAddress v6 = address("fd00::1");

    @Test
    void aHostIsAllBits() {
        assertEquals(new Prefix(v4, 32), Prefix.host(v4));
        assertEquals(new Prefix(v6, 128), Prefix.host(v6));
    }

    @Test
    void anyIsNoBitsOfTheFamily() {
        assertEquals(new Prefix(address("0.0.0.0"), 0), Prefix.any(v4));
        assertEquals(new Prefix(address("::"), 0), Prefix.any(v6));
    }

    @Test
    void isWrittenAsAlways() {
        assertEquals("10.0.0.1/24", new Prefix(v4, 24).toString());
    }

    @Test
    void refusesALengthThatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> new Prefix(v4, 33));
        assertThrows(IllegalArgumentException.class, () -> new Prefix(v6, 129));
        assertThrows(IllegalArgumentException.class, () -> new Prefix(v6, -1));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError("a literal is always known", e);
        }
    }
}
