package mptcp4j.netlink;

import static mptcp4j.netlink.Bytes.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import mptcp4j.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NetlinkConnectionTest {
    private static final int TYPE = 28;

    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final NetlinkConnection connection = new NetlinkConnection(kernel);

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void commandAsksForAnAcknowledgement() throws IOException {
        kernel.thenAck();
        command();
        assertEquals(
                List.of(new Message(TYPE, Message.REQUEST | Message.ACK | Message.CREATE, 1, hex("0102"))),
                kernel.requests());
    }

    @Test
    void answersToACommandAreNotItsEnd() throws IOException {
        kernel.thenMessage(hex("01")).thenMessages(0, hex("02"), hex("03")).thenAck();
        command();
    }

    @Test
    void questionEndsWithItsAnswer() throws IOException {
        kernel.thenMessage(hex("01")).thenAck();
        assertEquals("01", ask());
        assertEquals(List.of(new Message(TYPE, Message.REQUEST, 1, hex("0102"))), kernel.requests());
    }

    @Test
    void refusedQuestionTellsTheKernelsWords() {
        kernel.thenError(Errno.EINVAL, "address not found");
        NetlinkException e = assertThrows(NetlinkException.class, this::ask);
        assertEquals("show: address not found (EINVAL)", e.getMessage());
    }

    @Test
    void acknowledgementIsNoAnswerToAQuestion() throws IOException {
        kernel.thenEnd(Message.ERROR, Message.CAPPED, request -> new byte[20]);
        assertThrows(MalformedException.class, this::ask);
        kernel.thenMessage(hex("02")).end();
        assertEquals("02", ask());
    }

    @Test
    void lastMessagesMayShareADatagram() throws IOException {
        kernel.thenDatagram(request -> join(
                        new Message(TYPE, Message.MULTI, request.sequence(), hex("01")),
                        new Message(Message.DONE, Message.MULTI, request.sequence(), new byte[4])))
                .end();
        assertEquals(List.of("01"), dump());
    }

    @Test
    void everyRequestHasASequenceOfItsOwn() throws IOException {
        kernel.thenAck().thenAck();
        command();
        command();
        assertEquals(
                List.of(1, 2), kernel.requests().stream().map(Message::sequence).toList());
    }

    @Test
    void dumpReturnsWhatComesInOneDatagramOrMore() throws IOException {
        kernel.thenMessages(Message.MULTI, hex("01"), hex("02"))
                .thenMessages(Message.MULTI, hex("03"))
                .thenDone(0);
        assertEquals(List.of("01", "02", "03"), dump());
        assertEquals(List.of(new Message(TYPE, Message.REQUEST | Message.DUMP, 1, hex("0102"))), kernel.requests());
    }

    @Test
    void dumpMayBeEmpty() throws IOException {
        kernel.thenDone(0);
        assertEquals(List.of(), dump());
    }

    @Test
    void dumpIsMadeAgainWhenTheTableChanged() throws IOException {
        kernel.thenMessages(Message.MULTI, hex("01"))
                .thenMessages(Message.MULTI | Message.DUMP_INTR, hex("02"))
                .thenDone(0);
        kernel.thenMessages(Message.MULTI, hex("03")).thenDone(Message.DUMP_INTR);
        kernel.thenMessages(Message.MULTI, hex("04")).thenDone(0);
        assertEquals(List.of("04"), dump());
    }

    @Test
    void dumpIsGivenUpWhenTheTableChangesAgainAndAgain() {
        for (int i = 0; i < 5; i++) {
            kernel.thenMessages(Message.MULTI | Message.DUMP_INTR, hex("01")).thenDone(0);
        }
        InconsistentDumpException e = assertThrows(InconsistentDumpException.class, this::dump);
        assertEquals("show: the table changed during each of 5 dumps (EINTR)", e.getMessage());
    }

    @Test
    void refusedRequestTellsTheKernelsWords() {
        kernel.thenError(
                Errno.EINVAL,
                words -> words.string(1, "address not found").u32(2, 20).u32(5, 3));
        NetlinkException e = assertThrows(NetlinkException.class, this::command);
        assertEquals("change: address not found (EINVAL)", e.getMessage());
        assertEquals(OptionalInt.of(20), e.offset());
        assertEquals(OptionalInt.of(3), e.missingAttribute());
    }

    @Test
    void refusedDumpTellsTheKernelsWords() {
        kernel.thenEnd(
                Message.DONE,
                Message.MULTI | Message.ACK_TLVS,
                request -> new AttributeWriter()
                        .raw(Bytes.little("eaffffff"))
                        .string(1, "address not found")
                        .toBytes());
        NetlinkException e = assertThrows(NetlinkException.class, this::dump);
        assertEquals("show: address not found (EINVAL)", e.getMessage());
    }

    @Test
    void dumpRefusedAtOnceEndsWithAnError() {
        kernel.thenError(Errno.EOPNOTSUPP);
        assertEquals(
                Errno.EOPNOTSUPP,
                assertThrows(NetlinkException.class, this::dump).errno());
    }

    @Test
    void requestAfterARefusedOneIsLikeAnyOther() throws IOException {
        kernel.thenError(Errno.EBUSY).thenAck();
        assertThrows(NetlinkException.class, this::command);
        command();
    }

    @Test
    void answersToOthersAreSkipped() throws IOException {
        kernel.thenDatagram(request -> new Message(TYPE, 0, 77, hex("01")).encode())
                .thenDatagram(request -> join(
                        new Message(Message.ERROR, Message.CAPPED, request.sequence() - 1, new byte[20]),
                        new Message(TYPE, Message.DUMP_INTR, 77, hex("02"))))
                .thenMessage(hex("03"))
                .thenAck();
        assertEquals("03", ask());
    }

    @Test
    void messagesOfNetlinkItselfAreNoAnswer() throws IOException {
        kernel.thenDatagram(request -> new Message(1, 0, request.sequence(), hex("01")).encode())
                .thenAck();
        command();
    }

    private void command() throws IOException {
        connection.command("change", TYPE, Message.CREATE, hex("0102"));
    }

    private String ask() throws IOException {
        return connection.ask("show", TYPE, hex("0102"), NetlinkConnectionTest::text);
    }

    private List<String> dump() throws IOException {
        return connection.dump("show", TYPE, hex("0102"), NetlinkConnectionTest::text);
    }

    private static String text(MessageReader message) {
        byte[] payload = new byte[message.length()];
        message.payload().get(payload);
        return Bytes.text(payload);
    }

    private static byte[] join(Message first, Message second) {
        return new AttributeWriter().raw(first.encode()).raw(second.encode()).toBytes();
    }
}
