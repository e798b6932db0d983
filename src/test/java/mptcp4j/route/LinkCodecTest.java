package mptcp4j.route;

import static mptcp4j.netlink.Bytes.little;
import static mptcp4j.netlink.Bytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.Messages;
import org.junit.jupiter.api.Test;

/** Written down from what {@code ip link} sends, but for the flag of a nest and the zero after a kind, which it leaves out. */
class LinkCodecTest {
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
    void readsALinkAndSkipsWhatItDoesNotKnow() throws MalformedException {
        byte[] answer = little(
                "00000100 07000000 43100100 00000000" // up, lower up, ...
                        + "07000300 63300000" // IFNAME "c0"
                        + "08000d00 e8030000" // TXQLEN
                        + "05001000 06000000" // OPERSTATE up
                        + "05002100 01000000" // CARRIER
                        + "08000a00 04000000" // MASTER 4
                        + "2c001700" // STATS64, more than we read
                        + "0100000000000000 0200000000000000 0300000000000000 0400000000000000 ffffffffffffffff");
        assertEquals(new Link(7, "c0", true, true, true, 4, new LinkCounters(1, 2, 3, 4)), read(answer));
    }

    @Test
    void refusesWhatIsCutShort() {
        assertThrows(MalformedException.class, () -> read(little("00000100 07000000 43100100")));
        byte[] fewCounters = little("00000100 07000000 43100100 00000000 0c001700 0100000000000000");
        assertThrows(MalformedException.class, () -> read(fewCounters));
        byte[] wideCarrier = little("00000100 07000000 43100100 00000000 08002100 01000000");
        assertThrows(MalformedException.class, () -> read(wideCarrier));
    }

    private static Link read(byte[] payload) throws MalformedException {
        return LinkCodec.read(Messages.reader(new Message(16, 0, 1, payload)));
    }

    private static void assertSent(String expected, byte[] sent) {
        assertEquals(text(little(expected)), text(sent));
    }
}
