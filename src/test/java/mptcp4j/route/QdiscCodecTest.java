package mptcp4j.route;

import static mptcp4j.netlink.Bytes.little;
import static mptcp4j.netlink.Bytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import mptcp4j.netlink.Attribute;
import mptcp4j.netlink.Golden;
import org.junit.jupiter.api.Test;

/** Compared with what {@code tc} sends: byte for byte, or without what the kernel does not read beside other numbers. */
class QdiscCodecTest {
    private static final int ROOT = 0xffffffff;
    private static final int LINK = 7;

    @Test
    void aTokenBucket() {
        var tbf = new Qdisc.TokenBucket(12_500_000, 50_000, 675_000);
        assertSent(
                "00000000 07000000 00000100 ffffffff 00000000" // tcmsg: handle 1:, root
                        + "08000100 74626600" // KIND "tbf"
                        + "40000280" // nest OPTIONS, 64 bytes
                        + "28000100" // PARMS, 40 bytes
                        + "00010000 00000000 20bcbe00" // rate: Ethernet, 12500000
                        + "00000000 00000000 00000000" // no peak rate
                        + "b84c0a00 00000000 00000000" // limit 675000
                        + "0c000400 20bcbe00 00000000" // RATE64
                        + "08000600 50c30000", // BURST 50000
                QdiscCodec.write(7, ROOT, 0x10000, tbf));
    }

    @Test
    void aTokenBucketOf40GigabitHasItsRateInTheWideAttribute() {
        String sent = text(QdiscCodec.write(7, ROOT, 0, new Qdisc.TokenBucket(5_000_000_000L, 20_000_000, 1L << 31)));
        assertEquals("ffffffff", sent.substring(2 * 44, 2 * 48), "the most that the old field can say");
        assertEquals(text(little("0c000400 00f2052a 01000000")), sent.substring(2 * 72, 2 * 84));
        assertEquals("00000080", sent.substring(2 * 60, 2 * 64), "limit, unsigned");
    }

    @Test
    void anEmulator() {
        var netem = new Qdisc.NetworkEmulator(Duration.ofMillis(20), Duration.ofMillis(5), 0.01, 500);
        assertSent(
                "00000000 07000000 00000000 01000100 00000000" // tcmsg: parent 1:1
                        + "0a000100 6e657465 6d000000" // KIND "netem"
                        + "1c000200" // OPTIONS, 28 bytes
                        + "b4c40400 f4010000 285c8f02" // 20 ms, 500 packets, 1 %
                        + "00000000 00000000 2d310100", // 5 ms
                QdiscCodec.write(7, 0x10001, 0, netem));
    }

    @Test
    void tcSendsTheSameForAnEmulator() throws IOException {
        var netem = new Qdisc.NetworkEmulator(Duration.ofMillis(20), Duration.ofMillis(5), 0.2, 500);
        assertEquals(text(recorded("qdisc-netem")), text(QdiscCodec.write(LINK, 0x10001, 0, netem)));
    }

    /** Of its own, tc adds a table of transmission times and other numbers that follow from rate and burst. */
    @Test
    void tcSendsTheSameForATokenBucket() throws IOException {
        var tbf = new Qdisc.TokenBucket(5_000_000_000L, 20_000_000, 270_000_000);
        assertEquals(meaning(recorded("qdisc-tbf")), meaning(QdiscCodec.write(LINK, ROOT, 0x10000, tbf)));
    }

    private static byte[] recorded(String name) throws IOException {
        return Golden.read(name).requests().get(0).payload();
    }

    /** Returns what the kernel reads: tcmsg, kind, wide rate and burst, and of PARMS the fields that count. */
    private static Map<String, String> meaning(byte[] request) throws IOException {
        Map<String, String> meaning = new TreeMap<>();
        meaning.put("tcmsg", text(Arrays.copyOf(request, 20)));
        for (Attribute attribute : Attribute.decode(request, 20)) {
            if (attribute.type() == 1) {
                meaning.put("kind", attribute.reader().string());
            } else {
                for (Attribute option : attribute.nested()) {
                    meaning.put("option " + option.type(), text(option.bytes()));
                }
            }
        }
        String parameters = Objects.requireNonNull(meaning.remove("option 1"));
        meaning.put("link layer", parameters.substring(2, 4));
        meaning.put("rate", parameters.substring(16, 24));
        meaning.put("peak rate", parameters.substring(24, 48));
        meaning.put("limit", parameters.substring(48, 56));
        meaning.remove("option 2");
        return meaning;
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        Duration no = Duration.ZERO;
        assertThrows(IllegalArgumentException.class, () -> new Qdisc.TokenBucket(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Qdisc.TokenBucket(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Qdisc.TokenBucket(1, 1, 1L << 32));
        assertThrows(IllegalArgumentException.class, () -> new Qdisc.NetworkEmulator(no, no, 1.1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Qdisc.NetworkEmulator(no, no, Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> new Qdisc.NetworkEmulator(no, no, 0, 0));
        Duration tooLong = Duration.ofSeconds(275);
        assertThrows(IllegalArgumentException.class, () -> new Qdisc.NetworkEmulator(tooLong, no, 0, 1));
    }

    private static void assertSent(String expected, byte[] sent) {
        assertEquals(text(little(expected)), text(sent));
    }
}
