package mptcp4j.netlink;

import static mptcp4j.netlink.Bytes.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers that come late, are lost, or break the format; and that the next request is like any other after them. */
class NetlinkConnectionFailureTest {
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
        return connection.ask("show", TYPE, hex("0102"), NetlinkConnectionFailureTest::text);
    }

    private List<String> dump() throws IOException {
        return connection.dump("show", TYPE, hex("0102"), NetlinkConnectionFailureTest::text);
    }

    private static String text(MessageReader message) {
        byte[] payload = new byte[message.length()];
        message.payload().get(payload);
        return Bytes.text(payload);
    }
}
