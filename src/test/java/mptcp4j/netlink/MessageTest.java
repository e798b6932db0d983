package mptcp4j.netlink;

import static mptcp4j.netlink.Bytes.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import mptcp4j.Errno;
import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void isAHeaderAndAPayload() throws MalformedException {
        var message = new Message(0x1c, Message.REQUEST | Message.ACK, 7, hex("01020304"));
        byte[] bytes = Bytes.little("14000000 1c00 0500 07000000 00000000 01020304");
        assertEquals(List.of(message), Messages.decode(bytes));
        assertEquals(Bytes.text(bytes), Bytes.text(message.encode()));
    }

    @Test
    void isPaddedWhenSentButNotInItsLength() throws MalformedException {
        var message = new Message(16, 0, 1, hex("01"));
        byte[] bytes = Bytes.little("11000000 1000 0000 01000000 00000000 01 000000");
        assertEquals(Bytes.text(bytes), Bytes.text(message.encode()));
        assertEquals(List.of(message), Messages.decode(bytes));
    }

    @Test
    void comesWithOthersInADatagramAndTheLastMayLackItsPadding() throws MalformedException {
        byte[] bytes = Bytes.little(
                "11000000 1000 0200 01000000 02000000 01 000000" + "12000000 ffff 0000 ffffffff 02000000 0203");
        assertEquals(
                List.of(new Message(16, Message.MULTI, 1, hex("01")), new Message(0xffff, 0, -1, hex("0203"))),
                Messages.decode(bytes));
    }

    @Test
    void nothingIsNoMessage() throws MalformedException {
        assertEquals(List.of(), Messages.decode(new byte[0]));
    }

    @Test
    void refusesAHeaderThatIsCut() {
        for (int length = 1; length < Message.HEADER_SIZE; length++) {
            byte[] cut = new byte[length];
            assertThrows(MalformedException.class, () -> Messages.decode(cut), () -> cut.length + " bytes");
        }
    }

    @Test
    void refusesALengthThatDoesNotFit() {
        for (String length : List.of("00000000", "0f000000", "15000000", "ffffff7f", "ffffffff")) {
            byte[] bytes = Bytes.little(length + "1000 0000 01000000 00000000 01020304");
            assertEquals(
                    Errno.EBADMSG,
                    assertThrows(MalformedException.class, () -> Messages.decode(bytes))
                            .errno());
        }
    }

    @Test
    void isComparedByItsBytes() {
        var message = new Message(16, 1, 2, hex("03"));
        assertEquals(message.hashCode(), new Message(16, 1, 2, hex("03")).hashCode());
        assertNotEquals(message, new Message(17, 1, 2, hex("03")));
        assertNotEquals(message, new Message(16, 0, 2, hex("03")));
        assertNotEquals(message, new Message(16, 1, 3, hex("03")));
        assertNotEquals(message, new Message(16, 1, 2, hex("04")));
        assertEquals("Message[type=16, flags=0x1, sequence=2, payload=03]", message.toString());
    }
}
