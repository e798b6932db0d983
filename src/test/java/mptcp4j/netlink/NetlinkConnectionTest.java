package mptcp4j.netlink;

import static mptcp4j.netlink.Bytes.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NetlinkConnectionTest {
    private static final int TYPE = 28;

    @RegisterExtension
    final FakeKernel kernel = new FakeKernel();

    private final AtomicLong clock = new AtomicLong();
    private final NetlinkConnection connection = new NetlinkConnection(kernel, clock::get);

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
    void answerThatTheParserRefusesIsTheEndAllTheSame() throws IOException {
        kernel.thenMessage(hex("01")).end();
        kernel.thenMessage(hex("02")).end();
        assertThrows(MalformedException.class, () -> connection.ask("show", TYPE, hex(""), message -> message.u32(0)));
        assertEquals("02", ask());
    }

    @Test
    void restOfADumpThatTheParserRefusesIsReadBeforeTheNextRequest() throws IOException {
        kernel.thenMessages(Message.MULTI, hex("01"))
                .thenMessages(Message.MULTI, hex("02"))
                .thenDone(0);
        kernel.thenMessage(hex("03")).end();
        assertThrows(MalformedException.class, () -> connection.dump("show", TYPE, hex(""), message -> message.u32(0)));
        assertEquals("03", ask());
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

    @Test
    void noAnswerIsATimeout() {
        kernel.end();
        LinuxException e = assertThrows(LinuxException.class, this::command);
        assertEquals("change: no answer from the kernel in 5000 ms (ETIMEDOUT)", e.getMessage());
    }

    @Test
    void answerWithoutAnEndIsATimeout() {
        kernel.thenMessage(hex("01")).end();
        assertEquals(
                Errno.ETIMEDOUT,
                assertThrows(LinuxException.class, this::command).errno());
    }

    @Test
    void strangersDoNotProlongTheWait() throws IOException {
        for (int i = 0; i < 6; i++) {
            afterSeconds(1, request -> new Message(TYPE, 0, 77, hex("01")).encode());
        }
        kernel.thenAck();
        assertEquals(
                Errno.ETIMEDOUT,
                assertThrows(LinuxException.class, this::command).errno());
        assertEquals(Duration.ofSeconds(5), Duration.ofNanos(clock.get()));
        kernel.thenAck();
        command();
    }

    @Test
    void longAnswerMayTakeItsTime() throws IOException {
        for (int i = 0; i < 20; i++) {
            afterSeconds(4, request -> new Message(TYPE, Message.MULTI, request.sequence(), hex("01")).encode());
        }
        kernel.thenDone(0);
        assertEquals(20, dump().size());
    }

    @Test
    void answerIsTakenAfterTheProcessWasStopped() throws IOException {
        long minute = Duration.ofMinutes(1).toNanos();
        kernel.thenAck();
        var stopped = new NetlinkConnection(kernel, () -> clock.addAndGet(minute));
        stopped.command("change", TYPE, 0, hex(""));
    }

    @Test
    void lostAnswerIsReported() {
        kernel.thenLoss().end();
        assertEquals(
                Errno.ENOBUFS, assertThrows(LinuxException.class, this::command).errno());
    }

    @Test
    void restOfAnAnswerThatWasGivenUpIsReadBeforeTheNextRequest() throws IOException {
        kernel.thenMessages(Message.MULTI, hex("01"))
                .thenLoss()
                .thenMessages(Message.MULTI, hex("02"))
                .thenDone(0);
        kernel.thenMessages(Message.MULTI, hex("03")).thenDone(0);
        assertThrows(LinuxException.class, this::dump);
        assertEquals(List.of("03"), dump());
    }

    @Test
    void lossWhileReadingTheRestIsNothingToTheNextRequest() throws IOException {
        kernel.thenLoss()
                .thenLoss()
                .thenMessages(Message.MULTI, hex("01"))
                .thenLoss()
                .thenDone(0);
        kernel.thenMessages(Message.MULTI, hex("02")).thenDone(0);
        assertThrows(LinuxException.class, this::dump);
        assertEquals(List.of("02"), dump());
    }

    @Test
    void malformedAnswerIsReportedAndTheNextRequestIsLikeAnyOther() throws IOException {
        kernel.thenDatagram(request -> hex("01020304")).thenAck();
        kernel.thenAck();
        assertThrows(MalformedException.class, this::command);
        command();
    }

    @Test
    void answerThatIsCutIsReported() {
        kernel.thenDatagram(request -> {
                    byte[] whole = new Message(TYPE, 0, request.sequence(), new byte[40]).encode();
                    return Arrays.copyOf(whole, 30);
                })
                .end();
        assertEquals(
                Errno.EBADMSG, assertThrows(LinuxException.class, this::command).errno());
    }

    @Test
    void errorThatIsCutIsReportedAndEndsTheAnswer() throws IOException {
        kernel.thenEnd(Message.ERROR, Message.CAPPED, request -> new byte[8]);
        kernel.thenAck();
        assertThrows(MalformedException.class, this::command);
        command();
    }

    @Test
    void fakeKernelRefusesWhatIsNotInTheScript() throws IOException {
        assertThrows(AssertionError.class, this::command);
    }

    @Test
    void fakeKernelSeesWhatIsLeft() {
        var other = new FakeKernel();
        assertThrows(AssertionError.class, () -> other.afterEach(null), "not closed");
        other.close();
        other.afterEach(null);
        other.thenAck();
        assertTrue(assertThrows(AssertionError.class, () -> other.afterEach(null))
                .getMessage()
                .startsWith("exchanges that never came"));
    }

    private void afterSeconds(int seconds, FakeKernel.Datagram datagram) {
        kernel.thenDatagram(request -> {
            clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
            return datagram.answer(request);
        });
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
