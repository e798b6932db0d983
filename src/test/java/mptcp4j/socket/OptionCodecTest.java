package mptcp4j.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import mptcp4j.TcpInfo;
import org.junit.jupiter.api.Test;

/** What the kernel is given and gives, of each kind of option. */
class OptionCodecTest {
    @Test
    void numbersAreThoseOfTheMachine() {
        assertArrayEquals(KernelOption.bytes(0x28), SubflowOption.IP_TOS.encode(0x28));
        assertArrayEquals(HexFormat.of().parseHex("ffffffff"), SubflowOption.SO_MARK.encode(0xffff_ffffL));
        assertArrayEquals(KernelOption.bytes(1), SubflowOption.TCP_NODELAY.encode(true));
        var unsigned = new OptionCodec.Unsigned(0);
        assertEquals(0xffff_fffeL, unsigned.decode(KernelOption.bytes(-2)));
        assertEquals(-2, new OptionCodec.Signed(0, 1).decode(KernelOption.bytes(-2)), "whatever the kernel says");
        var onOff = new OptionCodec.Switch();
        assertEquals(
                List.of(true, false),
                List.of(onOff.decode(KernelOption.bytes(4)), onOff.decode(KernelOption.bytes(0))));
    }

    @Test
    void namesEndWithAZero() {
        assertArrayEquals("reno\0".getBytes(US_ASCII), SubflowOption.TCP_CONGESTION.encode("reno"));
        assertArrayEquals(new byte[1], SubflowOption.SO_BINDTODEVICE.encode(""), "none");
        var name = new OptionCodec.Name(0);
        assertEquals("reno", name.decode(Arrays.copyOf("reno".getBytes(US_ASCII), 16)));
        assertEquals("fifteen_and_one", name.decode("fifteen_and_one\0".getBytes(US_ASCII)));
        assertEquals("sixteen_and_none", name.decode("sixteen_and_none".getBytes(US_ASCII)));
    }

    @Test
    void whatIsOutOfRangeIsRefusedWithTheRange() {
        refused("IP_TOS is from 0 to 255: 256", SubflowOption.IP_TOS, 256);
        refused("IP_TOS is from 0 to 255: -1", SubflowOption.IP_TOS, -1);
        refused("SO_MARK is from 0 to 4294967295: 4294967296", SubflowOption.SO_MARK, 1L << 32);
        refused("SO_MAX_PACING_RATE is from 1 to 4294967295: 0", SubflowOption.SO_MAX_PACING_RATE, 0L);
        refused("SO_SNDBUF is from 1 to 1073741823: 0", SubflowOption.SO_SNDBUF, 0);
        refused("TCP_KEEPCNT is from 1 to 127: 128", SubflowOption.TCP_KEEPCNT, 128);
        refused("TCP_MAXSEG is from 88 to 32767: 87", SubflowOption.TCP_MAXSEG, 87);
        String congestion = "TCP_CONGESTION is a name of 1 to 15 characters of ASCII, without space and slash: ";
        for (String name : List.of("", "sixteen_is_a_lot", "a b", "a/b", "\u00fc", "a\0")) {
            refused(congestion + name, SubflowOption.TCP_CONGESTION, name);
        }
    }

    @Test
    void measurementsAreNotSet() {
        var refused = assertThrows(IllegalArgumentException.class, () -> setToNothing(SubflowOption.TCP_INFO));
        assertEquals("TCP_INFO can be read, but not set", refused.getMessage());
        assertEquals(TcpInfo.class, SubflowOption.TCP_INFO.type());
    }

    private static <T> void setToNothing(SubflowOption<T> option) {
        option.encode(null);
    }

    private static <T> void refused(String words, SubflowOption<T> option, T value) {
        assertEquals(
                words,
                assertThrows(IllegalArgumentException.class, () -> option.encode(value))
                        .getMessage());
    }
}
