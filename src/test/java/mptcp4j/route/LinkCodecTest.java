package mptcp4j.route;

import static mptcp4j.netlink.Bytes.little;
import static mptcp4j.netlink.Bytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.MessageReader;
import mptcp4j.netlink.Messages;
import org.junit.jupiter.api.Test;

/** Written down from what {@code ip link} sends, but for the flag of a nest and the zero after a kind, which it leaves out. */
class LinkCodecTest {
    private static final String LINK = "00000100 07000000 43100100 00000000" // up, lower up, ...
            + "07000300 63300000" // IFNAME "c0"
            + "08000400 dc050000" // MTU 1500
            + "08000d00 e8030000" // TXQLEN
            + "05001000 06000000" // OPERSTATE up
            + "05002100 01000000" // CARRIER
            + "08000a00 04000000" // MASTER 4
            + "18001200 09000100 76657468 00000000 08000200 04000100" // LINKINFO: KIND "veth", DATA
            + "2c001700" // STATS64, more than we read
            + "0100000000000000 0200000000000000 0300000000000000 0400000000000000 ffffffffffffffff";

    @Test
    void makesABridge() {
        assertSent(
                "00000000 00000000 00000000 00000000" // ifinfomsg
                        + "08000300 62723000" // IFNAME "br0"
                        + "1c001280" // nest LINKINFO, 28 bytes
                        + "0b000100 62726964 67650000" // KIND "bridge"
                        + "0c000280" // nest DATA, 12 bytes
                        + "05001700 00000000", // MCAST_SNOOPING off
                LinkCodec.bridge("br0"));
    }

    @Test
    void makesAPairWithOneEndElsewhere() {
        assertSent(
                "00000000 00000000 00000000 00000000"
                        + "08000300 72633000" // IFNAME "rc0"
                        + "38001280" // nest LINKINFO, 56 bytes
                        + "09000100 76657468 00000000" // KIND "veth"
                        + "28000280" // nest DATA, 40 bytes
                        + "24000180" // nest PEER, 36 bytes
                        + "00000000 00000000 00000000 00000000" // ifinfomsg of the peer
                        + "07000300 63300000" // IFNAME "c0"
                        + "08001c00 2a000000", // NET_NS_FD 42
                LinkCodec.veth("rc0", "c0", 42));
    }

    @Test
    void setsUpAndDownAndNothingElse() {
        assertSent("00000000 07000000 01000000 01000000", LinkCodec.up(7, true));
        assertSent("00000000 07000000 00000000 01000000", LinkCodec.up(7, false));
    }

    @Test
    void setsAndClearsTheMaster() {
        assertSent("00000000 07000000 00000000 00000000 08000a00 04000000", LinkCodec.master(7, 4));
        assertSent("00000000 07000000 00000000 00000000 08000a00 00000000", LinkCodec.master(7, 0));
    }

    @Test
    void limitsTheSegmentsOfAPacket() {
        assertSent("00000000 07000000 00000000 00000000 08002800 01000000", LinkCodec.gsoMaxSegments(7, 1));
    }

    @Test
    void asksForAllLinksWithoutTheirCounters() {
        assertSent("00000000 00000000 00000000 00000000 08001d00 08000000", LinkCodec.all());
    }

    @Test
    void readsALinkAndSkipsWhatItDoesNotKnow() throws MalformedException {
        byte[] answer = little(LINK);
        assertEquals(new Link(7, "c0", "veth", 0x11043, true, OperationalState.UP, 1500, 4), read(answer));
        assertEquals(new LinkCounters(1, 2, 3, 4), LinkCodec.readCounters(reader(answer)));
    }

    @Test
    void readsWhatTheFlagsSay() throws MalformedException {
        Link lo = read(
                little("00000403 01000000 49000100 00000000 07000300 6c6f0000 05001000 00000000 05002100 01000000"));
        assertEquals(new Link(1, "lo", "", 0x10049, true, OperationalState.UNKNOWN, 0, 0), lo);
        assertEquals(
                List.of(true, true, false, true), List.of(lo.up(), lo.loopback(), lo.pointToPoint(), lo.operational()));
        Link tunnel = read(little("0000feff 02000000 d0100000 00000000 05001000 02000000"));
        assertEquals(
                List.of(false, false, true, false),
                List.of(tunnel.up(), tunnel.loopback(), tunnel.pointToPoint(), tunnel.operational()));
    }

    @Test
    void isOperationalUnlessSomethingIsKnownToBeInTheWay() {
        for (OperationalState state : OperationalState.values()) {
            boolean mayCarry = state == OperationalState.UP || state == OperationalState.UNKNOWN;
            assertEquals(mayCarry, new Link(1, "x", "", 1, true, state, 0, 0).operational(), state::name);
            assertFalse(new Link(1, "x", "", 1, false, state, 0, 0).operational(), "without carrier");
            assertFalse(new Link(1, "x", "", 0, true, state, 0, 0).operational(), "not up");
        }
        assertEquals(OperationalState.UNKNOWN, OperationalState.of(7));
    }

    @Test
    void refusesWhatIsCutShort() {
        assertThrows(MalformedException.class, () -> read(little("00000100 07000000 43100100")));
        byte[] fewCounters = little("00000100 07000000 43100100 00000000 0c001700 0100000000000000");
        assertThrows(MalformedException.class, () -> LinkCodec.readCounters(reader(fewCounters)));
        byte[] noCounters = little("00000100 07000000 43100100 00000000");
        assertThrows(MalformedException.class, () -> LinkCodec.readCounters(reader(noCounters)));
        byte[] wideCarrier = little("00000100 07000000 43100100 00000000 08002100 01000000");
        assertThrows(MalformedException.class, () -> read(wideCarrier));
    }

    private static MessageReader reader(byte[] payload) throws MalformedException {
        return Messages.reader(new Message(16, 0, 1, payload));
    }

    private static Link read(byte[] payload) throws MalformedException {
        return LinkCodec.read(reader(payload));
    }

    private static void assertSent(String expected, byte[] sent) {
        assertEquals(text(little(expected)), text(sent));
    }
}
