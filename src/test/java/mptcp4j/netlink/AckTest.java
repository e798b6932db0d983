package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import mptcp4j.Errno;
import org.junit.jupiter.api.Test;

class AckTest {
    private static final Message REQUEST = new Message(28, Message.REQUEST | Message.ACK, 1, Bytes.hex("0102030405"));
    private static final ExtAck WORDS = new ExtAck("no such thing", OptionalInt.of(20), OptionalInt.of(1));

    @Test
    void errorZeroIsTheAcknowledgement() throws MalformedException {
        assertEquals(new Ack(Optional.empty(), ExtAck.NONE), decode(error(Message.CAPPED, 0)));
    }

    @Test
    void wordsOfSuccessAreAWarningAndNoRefusal() throws MalformedException {
        assertEquals(
                new Ack(Optional.empty(), ExtAck.NONE), decode(error(Message.CAPPED | Message.ACK_TLVS, 0, words())));
    }

    @Test
    void errorWithoutAWord() throws MalformedException {
        assertEquals(new Ack(Optional.of(Errno.EPERM), ExtAck.NONE), decode(error(Message.CAPPED, -1)));
    }

    @Test
    void errorWithWords() throws MalformedException {
        assertEquals(
                new Ack(Optional.of(Errno.EINVAL), WORDS),
                decode(error(Message.CAPPED | Message.ACK_TLVS, -22, words())));
    }

    @Test
    void errorThatRepeatsTheRequestHasItsWordsBehindThat() throws MalformedException {
        byte[] request = Bytes.hex("0102030405 000000"); // padded
        assertEquals(new Ack(Optional.of(Errno.EINVAL), WORDS), decode(error(Message.ACK_TLVS, -22, request, words())));
        assertEquals(new Ack(Optional.of(Errno.EINVAL), ExtAck.NONE), decode(error(0, -22, request)));
    }

    @Test
    void doneEndsADumpAndMayRefuseIt() throws MalformedException {
        assertEquals(new Ack(Optional.empty(), ExtAck.NONE), decode(done(0, 0)));
        assertEquals(new Ack(Optional.of(Errno.EINVAL), ExtAck.NONE), decode(done(0, -22)));
        assertEquals(new Ack(Optional.of(Errno.EINVAL), WORDS), decode(done(Message.ACK_TLVS, -22, words())));
    }

    @Test
    void attributesUnknownToUsAreSkipped() throws MalformedException {
        byte[] newer = new AttributeWriter().u32(6, 20).u32(99, 1).toBytes();
        assertEquals(
                new Ack(Optional.of(Errno.EINVAL), WORDS),
                decode(error(Message.CAPPED | Message.ACK_TLVS, -22, newer, words())));
    }

    @Test
    void refusesAnErrorThatIsNone() {
        for (int error : List.of(1, 22, -4096, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            assertThrows(MalformedException.class, () -> decode(error(Message.CAPPED, error)), "error " + error);
        }
    }

    @Test
    void refusesOneThatIsCut() {
        for (int length = 0; length < 20; length++) {
            var cut = new Message(Message.ERROR, Message.CAPPED, 1, new byte[length]);
            assertThrows(MalformedException.class, () -> decode(cut), cut::toString);
        }
        for (int length = 0; length < 4; length++) {
            var cut = new Message(Message.DONE, 0, 1, new byte[length]);
            assertThrows(MalformedException.class, () -> decode(cut), cut::toString);
        }
        byte[] words = Bytes.hex("ffff0100 61");
        assertThrows(
                MalformedException.class,
                () -> decode(error(Message.CAPPED | Message.ACK_TLVS, -22, words)),
                "a word that is cut");
        assertThrows(
                MalformedException.class,
                () -> decode(error(Message.ACK_TLVS, -22, new byte[4])),
                "a repeated request that is cut");
        byte[] endless = FakeKernel.errorPayload(REQUEST, -22);
        ByteBuffer.wrap(endless).order(ByteOrder.nativeOrder()).putInt(4, Integer.MAX_VALUE);
        assertThrows(
                MalformedException.class,
                () -> decode(new Message(Message.ERROR, Message.ACK_TLVS, 1, endless)),
                "a repeated request without end");
    }

    @Test
    void refusalTellsWhatTheKernelSaid() {
        var refused = new Ack(Optional.of(Errno.EINVAL), WORDS);
        NetlinkException e = assertThrows(NetlinkException.class, () -> refused.throwIfRefused("endpoint add"));
        assertEquals("endpoint add: no such thing (EINVAL)", e.getMessage());
        assertEquals("endpoint add", e.operation());
        assertEquals(Errno.EINVAL, e.errno());
        assertEquals("no such thing", e.detail());
        assertEquals(OptionalInt.of(20), e.offset());
        assertEquals(OptionalInt.of(1), e.missingAttribute());
    }

    @Test
    void refusalWithoutAWordTellsWhatItMeans() {
        var refused = new Ack(Optional.of(Errno.EBUSY), ExtAck.NONE);
        NetlinkException e = assertThrows(NetlinkException.class, () -> refused.throwIfRefused("op"));
        assertEquals("op: device or resource busy (EBUSY)", e.getMessage());
        assertNull(e.detail());
        assertEquals(OptionalInt.empty(), e.offset());
        assertEquals(OptionalInt.empty(), e.missingAttribute());
    }

    @Test
    void refusalForAMissingAttributeNamesIt() {
        var refused = new Ack(Optional.of(Errno.EINVAL), new ExtAck(null, OptionalInt.empty(), OptionalInt.of(4)));
        NetlinkException e = assertThrows(NetlinkException.class, () -> refused.throwIfRefused("op"));
        assertEquals("attribute 4 is missing", e.detail());
    }

    @Test
    void refusalForLackOfPrivilegeSaysWhichUnlessTheKernelDoes() {
        var silent = new Ack(Optional.of(Errno.EPERM), ExtAck.NONE);
        assertEquals(
                "needs CAP_NET_ADMIN in the user namespace that owns the network namespace",
                assertThrows(NetlinkException.class, () -> silent.throwIfRefused("op"))
                        .detail());
        var spoken = new Ack(Optional.of(Errno.EPERM), WORDS);
        assertEquals(
                "no such thing",
                assertThrows(NetlinkException.class, () -> spoken.throwIfRefused("op"))
                        .detail());
    }

    @Test
    void acknowledgementRefusesNothing() {
        assertDoesNotThrow(() -> new Ack(Optional.empty(), ExtAck.NONE).throwIfRefused("op"));
    }

    private static byte[] words() {
        return new AttributeWriter()
                .string(1, "no such thing")
                .u32(2, 20)
                .u32(5, 1)
                .toBytes();
    }

    private static Message error(int flags, int error, byte[]... rest) {
        return message(Message.ERROR, flags, FakeKernel.errorPayload(REQUEST, error), rest);
    }

    private static Message done(int flags, int error, byte[]... rest) {
        byte[] four = new byte[4];
        System.arraycopy(FakeKernel.errorPayload(REQUEST, error), 0, four, 0, four.length);
        return message(Message.DONE, Message.MULTI | flags, four, rest);
    }

    private static Ack decode(Message end) throws MalformedException {
        return Ack.decode(Messages.reader(end));
    }

    private static Message message(int type, int flags, byte[] head, byte[]... rest) {
        var payload = new AttributeWriter().raw(head);
        for (byte[] part : rest) {
            payload.raw(part);
        }
        return new Message(type, flags, 1, payload.toBytes());
    }
}
