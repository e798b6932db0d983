package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SockAddrTest {
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    @Test
    void encodesIpv4() throws IOException {
        String family = LITTLE ? "0200" : "0002";
        assertEquals(family + "1f900a000201" + "0000000000000000", hex(address("10.0.2.1", 8080)));
    }

    @Test
    void encodesIpv6WithItsScope() throws IOException {
        byte[] host = InetAddress.getByName("fe80::1").getAddress();
        var linkLocal = new InetSocketAddress(Inet6Address.getByAddress(null, host, 3), 443);
        assertEquals(
                (LITTLE ? "0a00" : "000a") + "01bb" + "00000000" + "fe800000000000000000000000000001"
                        + (LITTLE ? "03000000" : "00000003"),
                hex(linkLocal));
        byte[] bytes = SockAddr.encode(linkLocal);
        InetSocketAddress back = SockAddr.decode(bytes, 0, bytes.length).orElseThrow();
        assertEquals(3, ((Inet6Address) back.getAddress()).getScopeId());
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        for (String host : new String[] {"127.0.0.1", "255.255.255.255", "::1", "fd00:1::ffff"}) {
            InetSocketAddress address = address(host, 65535);
            byte[] bytes = SockAddr.encode(address);
            byte[] shifted = new byte[bytes.length + 7];
            System.arraycopy(bytes, 0, shifted, 7, bytes.length);
            assertEquals(Optional.of(address), SockAddr.decode(shifted, 7, bytes.length));
        }
    }

    @Test
    void readsAMappedAddressAsIpv4() throws IOException {
        byte[] bytes = SockAddr.encode(address("::1", 80));
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff0a000001");
        System.arraycopy(mapped, 0, bytes, 8, 16);
        assertEquals(Optional.of(address("10.0.0.1", 80)), SockAddr.decode(bytes, 0, bytes.length));
    }

    @Test
    void givesNothingForAnotherFamilyOrTooFewBytes() throws IOException {
        byte[] v6 = SockAddr.encode(address("::1", 80));
        assertEquals(Optional.empty(), SockAddr.decode(v6, 0, 27));
        assertEquals(Optional.empty(), SockAddr.decode(v6, 0, 0));
        assertEquals(Optional.empty(), SockAddr.decode(new byte[SockAddr.STORAGE_SIZE], 0, 128), "AF_UNSPEC");
        byte[] v4 = SockAddr.encode(address("127.0.0.1", 80));
        assertEquals(Optional.empty(), SockAddr.decode(Arrays.copyOf(v4, 15), 0, 15));
    }

    @Test
    void refusesANameThatWasNotResolved() {
        var unresolved = InetSocketAddress.createUnresolved("example.org", 80);
        assertThrows(IllegalArgumentException.class, () -> SockAddr.encode(unresolved));
    }

    private static InetSocketAddress address(String literal, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(literal), port);
    }

    private static String hex(InetSocketAddress address) {
        return HexFormat.of().formatHex(SockAddr.encode(address));
    }
}
