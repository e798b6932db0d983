package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A kernel that follows a script of exchanges. Each is what comes back for one request: any number of datagrams, then an
 * end. Strict: a request that is not in the script, one that is not well-formed, an exchange that never came, an answer
 * that nobody read and a transport that was not closed all fail the test.
 *
 * <pre>
 *   &#64;RegisterExtension
 *   final FakeKernel kernel = new FakeKernel();
 *
 *   kernel.thenReply(attributes -> attributes.u16(1, 28)).thenAck(); // the first request
 *   kernel.thenError(Errno.EINVAL, "address not found");             // the second
 * </pre>
 */
public final class FakeKernel implements Transport, AfterEachCallback {
    private static final int GENERIC_HEADER_SIZE = 4;

    private final Deque<List<Step>> script = new ArrayDeque<>();
    private final Deque<Incoming> incoming = new ArrayDeque<>();
    private final List<Message> requests = new ArrayList<>();
    private List<Step> exchange = new ArrayList<>();
    private boolean closed;

    /** Answers with a message of the request's type, in a datagram of its own. */
    public FakeKernel thenMessage(byte[] payload) {
        return thenMessages(0, payload);
    }

    /** Answers with messages of the request's type, all in one datagram. */
    public FakeKernel thenMessages(int flags, byte[]... payloads) {
        return thenDatagram(request -> {
            var datagram = new ByteArrayOutputStream();
            for (byte[] payload : payloads) {
                datagram.writeBytes(new Message(request.type(), flags, request.sequence(), payload).encode());
            }
            return datagram.toByteArray();
        });
    }

    /** Answers with a generic netlink message that has the command and version of the request. */
    public FakeKernel thenReply(Consumer<AttributeWriter> attributes) {
        return thenDatagram(request -> reply(request, 0, attributes));
    }

    /** Answers with one more entry of a generic netlink dump, in a datagram of its own. */
    public FakeKernel thenEntry(Consumer<AttributeWriter> attributes) {
        return thenDatagram(request -> reply(request, Message.MULTI, attributes));
    }

    /** Answers with any bytes. */
    public FakeKernel thenDatagram(Datagram datagram) {
        exchange.add(request -> () -> Optional.of(ByteBuffer.wrap(datagram.answer(request))));
        return this;
    }

    /** Answers with bytes that came from a real kernel for a request like this one; they get its sequence. */
    public FakeKernel thenRecorded(byte[] datagram) {
        return thenDatagram(request -> sequenced(datagram, request.sequence()));
    }

    /** Loses what would come next: the socket reports ENOBUFS, once. */
    public FakeKernel thenLoss() {
        exchange.add(request -> () -> {
            throw new LinuxException("recv(NETLINK)", Errno.ENOBUFS);
        });
        return this;
    }

    /** Ends the exchange: nothing more comes before the next request. */
    public FakeKernel end() {
        script.add(exchange);
        exchange = new ArrayList<>();
        return this;
    }

    /** Ends the exchange with an acknowledgement, if the request asked for one. */
    public FakeKernel thenAck() {
        exchange.add(request ->
                (request.flags() & Message.ACK) == 0 ? null : () -> Optional.of(ByteBuffer.wrap(ack(request))));
        return end();
    }

    private static byte[] ack(Message request) {
        return new Message(Message.ERROR, Message.CAPPED, request.sequence(), errorPayload(request, 0)).encode();
    }

    /** Ends the exchange with the end of a dump. */
    public FakeKernel thenDone(int flags) {
        return thenEnd(Message.DONE, Message.MULTI | flags, request -> new byte[Integer.BYTES]);
    }

    /** Ends the exchange with a refusal, without a word. */
    public FakeKernel thenError(Errno errno) {
        return thenEnd(Message.ERROR, Message.CAPPED, request -> errorPayload(request, -errno.number()));
    }

    /** Ends the exchange with a refusal, in the kernel's words. */
    public FakeKernel thenError(Errno errno, String text) {
        return thenError(errno, words -> words.string(1, text));
    }

    /** Ends the exchange with a refusal and attributes of the extended acknowledgement. */
    public FakeKernel thenError(Errno errno, Consumer<AttributeWriter> words) {
        return thenEnd(Message.ERROR, Message.CAPPED | Message.ACK_TLVS, request -> {
            var out = new AttributeWriter().raw(errorPayload(request, -errno.number()));
            words.accept(out);
            return out.toBytes();
        });
    }

    /** Ends the exchange with a message of this type. */
    public FakeKernel thenEnd(int type, int flags, Datagram payload) {
        thenDatagram(request -> new Message(type, flags, request.sequence(), payload.answer(request)).encode());
        return end();
    }

    /** Returns the requests so far. */
    public List<Message> requests() {
        return List.copyOf(requests);
    }

    /** Returns the payload of the request before, in hexadecimal. */
    public String lastRequest() {
        return HexFormat.of().formatHex(requests.get(requests.size() - 1).payload());
    }

    @Override
    public void send(byte[] datagram) throws IOException {
        assertFalse(closed, "a request after close()");
        List<Message> messages = Messages.decode(datagram);
        assertEquals(1, messages.size(), "messages in a request");
        Message request = messages.get(0);
        var in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        assertEquals(Align.up(in.getInt(0)), datagram.length, "a request ends where its length says, padded");
        assertEquals(0, in.getInt(12), "port id of a request");
        assertEquals(Message.REQUEST, request.flags() & Message.REQUEST, "flags");
        assertTrue(request.type() >= Message.MIN_TYPE, "type");
        for (Message before : requests) {
            assertNotEquals(before.sequence(), request.sequence(), "sequence used before");
        }
        requests.add(request);
        List<Step> steps = script.poll();
        if (steps == null) {
            throw new AssertionError("not in the script: " + request);
        }
        for (Step step : steps) {
            Incoming next = step.bind(request);
            if (next != null) {
                incoming.add(next);
            }
        }
    }

    @Override
    public Optional<ByteBuffer> receive(Duration timeout) throws IOException {
        assertFalse(closed, "receive after close()");
        assertFalse(timeout.isNegative(), "negative timeout");
        Incoming next = incoming.poll();
        return next == null ? Optional.empty() : next.receive();
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Fails if anything of the script is left or the transport is open. */
    @Override
    public void afterEach(@Nullable ExtensionContext context) {
        assertEquals(0, exchange.size(), "steps of an exchange without an end");
        assertEquals(0, script.size(), "exchanges that never came");
        assertEquals(0, incoming.size(), "datagrams that nobody read");
        assertTrue(closed, "not closed");
    }

    /** Returns the payload of an error message that does not repeat the request's. */
    static byte[] errorPayload(Message request, int error) {
        return ByteBuffer.allocate(Integer.BYTES + Message.HEADER_SIZE)
                .order(ByteOrder.nativeOrder())
                .putInt(error)
                .put(request.encode(), 0, Message.HEADER_SIZE)
                .array();
    }

    /** Returns a copy of a datagram with another sequence in each of its messages. */
    private static byte[] sequenced(byte[] datagram, int sequence) throws MalformedException {
        var out = new ByteArrayOutputStream();
        for (Message m : Messages.decode(datagram)) {
            out.writeBytes(new Message(m.type(), m.flags(), sequence, m.payload()).encode());
        }
        return out.toByteArray();
    }

    private static byte[] reply(Message request, int flags, Consumer<AttributeWriter> attributes) {
        byte[] header = new byte[GENERIC_HEADER_SIZE];
        System.arraycopy(request.payload(), 0, header, 0, GENERIC_HEADER_SIZE);
        var out = new AttributeWriter().raw(header);
        attributes.accept(out);
        return new Message(request.type(), flags, request.sequence(), out.toBytes()).encode();
    }

    /** Makes an answer to a request. */
    @FunctionalInterface
    public interface Datagram {
        byte[] answer(Message request) throws IOException;
    }

    private interface Step {
        /** Returns null where nothing comes. */
        @Nullable
        Incoming bind(Message request);
    }

    private interface Incoming {
        Optional<ByteBuffer> receive() throws IOException;
    }
}
