package mptcp4j.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import mptcp4j.linux.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0, 8, 10.255.0.1, true",
        "10.0.0.0, 8, 11.0.0.1, false",
        "10.0.0.129, 25, 10.0.0.255, true",
        "10.0.0.129, 25, 10.0.0.127, false",
        "10.0.0.1, 31, 10.0.0.0, true",
        "10.0.0.1, 32, 10.0.0.0, false",
        "10.0.0.1, 0, 192.0.2.1, true",
        "::, 0, 192.0.2.1, false",
        "0.0.0.0, 0, 2001:db8::1, false",
        "2001:db8::, 33, 2001:db8:7fff::1, true",
        "2001:db8::, 33, 2001:db8:8000::1, false",
        "fd00::1, 128, fd00::1, true"
    })
    void containsWhatBeginsAlike(String address, int length, String other, boolean contained) {
        var prefix = new Prefix(IpAddress.parse(address).orElseThrow(), length);
        assertEquals(contained, prefix.contains(IpAddress.parse(other).orElseThrow()));
    }
}
