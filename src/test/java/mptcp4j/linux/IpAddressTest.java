package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class IpAddressTest {
    private static final byte[] FOUR = {10, 0, 0, 1};
    private static final byte[] MAPPED = bytes("00000000000000000000ffff0a000001");
    private static final byte[] LINK_LOCAL = bytes("fe800000000000000000000000000001");

    private final InetAddress four = IpAddress.of(FOUR);

    @Test
    void ipv4InIpv6StaysOrNot() {
        assertEquals("10.0.0.1", four.getHostAddress());
        assertInstanceOf(Inet6Address.class, IpAddress.of(MAPPED));
        assertEquals(four, IpAddress.plain(FOUR));
        assertEquals(four, IpAddress.plain(MAPPED));
        assertEquals(four, IpAddress.plain(MAPPED, 3));
        assertEquals(four, IpAddress.plain(IpAddress.of(MAPPED)));
        assertEquals(IpAddress.of(MAPPED), IpAddress.mapped((Inet4Address) four));
    }

    @Test
    void scopeIsThatWhichIsGiven() throws UnknownHostException {
        assertEquals("fe80:0:0:0:0:0:0:1", IpAddress.of(LINK_LOCAL).getHostAddress());
        assertEquals("fe80:0:0:0:0:0:0:1", IpAddress.plain(LINK_LOCAL, 0).getHostAddress());
        InetAddress scoped = IpAddress.plain(LINK_LOCAL, 3);
        assertEquals(3, assertInstanceOf(Inet6Address.class, scoped).getScopeId());
        InetAddress named = Inet6Address.getByAddress("a.example", LINK_LOCAL, 3);
        assertEquals("/fe80:0:0:0:0:0:0:1", IpAddress.plain(named).toString());
    }

    @Test
    void portIsKept() {
        InetSocketAddress mapped = new InetSocketAddress(IpAddress.of(MAPPED), 80);
        assertEquals(new InetSocketAddress(four, 80), IpAddress.plain(mapped));
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThrows(IllegalArgumentException.class, () -> IpAddress.of(new byte[5]));
        assertThrows(IllegalArgumentException.class, () -> IpAddress.plain(new byte[0]));
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("a.example", 1);
        assertThrows(IllegalArgumentException.class, () -> IpAddress.plain(unresolved));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
