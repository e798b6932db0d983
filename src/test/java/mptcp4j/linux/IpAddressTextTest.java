package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTextTest {
    /** The right column is what glibc's inet_ntop makes of the left. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "fd00:2:0:0:0:0:0:1, fd00:2::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:DB8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "::ffff:10.0.0.1, ::ffff:10.0.0.1",
        "::10.0.0.1, ::10.0.0.1",
        "::0.0.1.2, ::102",
        "::1:2, ::0.1.0.2",
        "::fffe:1:2, ::fffe:1:2",
        "64:ff9b::10.0.0.1, 64:ff9b::a00:1"
    })
    void textIsTheShortestOfIpv6(String given, String text) {
        assertEquals(text, IpAddress.parse(given).map(IpAddress::text).orElse(""));
    }

    @Test
    void readsWhatItWrites() throws UnknownHostException {
        var random = new SplittableRandom(17);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[16];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
            }
            InetAddress address = Inet6Address.getByAddress(null, bytes, -1);
            assertEquals(Optional.of(address), IpAddress.parse(IpAddress.text(address)));
        }
    }
}
