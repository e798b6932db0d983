package mptcp4j.bpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int SIZE = 136;

    private static final SubflowSocket SUBFLOW = new SubflowSocket(end("0a000001", 0x1234), end("0a000002", 80), 7);

    private static InetSocketAddress end(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(HEX.parseHex(address)), port);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isAsTheProgramReadsIt() {
        byte[] expected = ByteBuffer.allocate(SIZE)
                .order(ByteOrder.nativeOrder())
                .put(HEX.parseHex("00000000000000000000ffff0a000001"))
                .put(HEX.parseHex("00000000000000000000ffff0a000002"))
                .putShort((short) 0x1234)
                .putShort((short) 80)
                .putInt(7)
                .putInt(0)
                .putInt(1)
                .putInt(6)
                .putInt(18)
                .putInt(3)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .put(new byte[] {1, 2, 3})
                .array();
        assertArrayEquals(expected, Request.encode(SUBFLOW, Request.SET, 6, 18, new byte[] {1, 2, 3}));
    }

    @Test
    void linkCountsForLinkLocalAddressesOnly() throws Exception {
        assertEquals(4, link(Inet6Address.getByAddress(null, HEX.parseHex("fe800000000000000000000000000001"), 4)));
        assertEquals(0, link(Inet6Address.getByAddress(null, HEX.parseHex("20010db8000000000000000000000001"), 4)));
    }

    private static int link(InetAddress local) {
        var subflow = new SubflowSocket(new InetSocketAddress(local, 1), end("20010db8000000000000000000000002", 2), 7);
        return ByteBuffer.wrap(Request.encode(subflow, Request.GET, 0, 0, new byte[4]))
                .order(ByteOrder.nativeOrder())
                .getInt(40);
    }

    @Test
    void answerIsInTheSamePlace() {
        byte[] request = Request.encode(SUBFLOW, Request.GET, 6, 18, new byte[4]);
        assertFalse(Request.Answer.decode(request).matched());
        ByteBuffer.wrap(request)
                .order(ByteOrder.nativeOrder())
                .putInt(60, 1)
                .putInt(64, -22)
                .putInt(68, 10)
                .put(72, new byte[] {9, 8, 7, 6, 5});
        Request.Answer answer = Request.Answer.decode(request);
        assertTrue(answer.matched());
        assertEquals(22, answer.error());
        assertEquals(10, answer.family());
        assertArrayEquals(new byte[] {9, 8, 7, 6}, answer.value());
    }

    @Test
    void valueHasFrom1To64Bytes() {
        assertEquals(SIZE, Request.encode(SUBFLOW, Request.SET, 6, 18, new byte[64]).length);
        for (int length : new int[] {0, 65}) {
            var refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> Request.encode(SUBFLOW, Request.SET, 6, 18, new byte[length]));
            assertEquals("the value of an option has from 1 to 64 bytes: " + length, refused.getMessage());
        }
    }

    @Test
    void tokenIsOf32BitsAndNotZero() {
        for (long token : new long[] {0, -1, 1L << 32}) {
            assertThrows(
                    IllegalArgumentException.class, () -> new SubflowSocket(SUBFLOW.local(), SUBFLOW.remote(), token));
        }
        var highest = new SubflowSocket(SUBFLOW.local(), SUBFLOW.remote(), 0xffff_ffffL);
        byte[] bytes = Request.encode(highest, Request.GET, 0, 0, new byte[4]);
        assertArrayEquals(HEX.parseHex("ffffffff"), Arrays.copyOfRange(bytes, 36, 40));
    }
}
