package mptcp4j.netlink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import mptcp4j.Errno;
import mptcp4j.LinuxException;

/**
 * Requests and their answers, one at a time. There are three kinds, and each has an end of its own: a command is
 * acknowledged, a question has one answer, a dump has many and a last message. A refusal ends all three. Thread-safe: a
 * request, like {@link #close}, waits until the request before it has ended.
 *
 * <p>Every method throws
 *
 * <ul>
 *   <li>{@link NetlinkException} if the kernel refuses
 *   <li>{@link MalformedException} if the answer breaks the format
 *   <li>{@link LinuxException} if the socket fails; ENOBUFS if the answer was lost, ETIMEDOUT if none comes: in both cases
 *       the kernel may have done what was asked
 * </ul>
 */
public final class NetlinkConnection implements Closeable {
    /** How long to wait for the next message of an answer; messages of other answers do not prolong it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int DUMP_TRIES = 5;

    private final Transport transport;
    private final LongSupplier nanoTime;
    private int sequence;
    private boolean abandoned;

    /** Takes ownership of the transport. */
    public NetlinkConnection(Transport transport) {
        this(transport, System::nanoTime);
    }

    NetlinkConnection(Transport transport, LongSupplier nanoTime) {
        this.transport = transport;
        this.nanoTime = nanoTime;
    }

    /**
     * Tells the kernel to do something, and waits for its acknowledgement.
     *
     * @param operation what is asked: its text is that of an error, and made for one only
     * @param flags {@code NLM_F_*} beside REQUEST and ACK
     */
    public synchronized void command(Object operation, int type, int flags, byte[] payload) throws IOException {
        var nothing = new Answers<>(message -> Boolean.TRUE, false);
        exchange(operation, type, Message.ACK | flags, payload, nothing);
    }

    /**
     * Asks for one thing.
     *
     * @param operation what is asked, for the text of an error
     * @param parser reads the answer
     */
    public synchronized <T> T ask(String operation, int type, byte[] payload, Parser<T> parser) throws IOException {
        var answers = new Answers<>(parser, true);
        exchange(operation, type, 0, payload, answers);
        if (answers.all.isEmpty()) {
            throw new MalformedException("an acknowledgement and no answer to " + operation);
        }
        return answers.all.get(0);
    }

    /**
     * Dumps a table. When it changes meanwhile, the kernel says that the answer may be inconsistent, and the dump is
     * made again, five times at most.
     *
     * @param operation what is asked, for the text of an error
     * @param parser reads one entry
     * @throws InconsistentDumpException if it changed each time
     */
    public synchronized <T> List<T> dump(String operation, int type, byte[] payload, Parser<T> parser)
            throws IOException {
        for (int i = 0; i < DUMP_TRIES; i++) {
            var answers = new Answers<>(parser, false);
            exchange(operation, type, Message.DUMP, payload, answers);
            if (!answers.interrupted) {
                return answers.all;
            }
        }
        throw new InconsistentDumpException(operation, DUMP_TRIES);
    }

    @Override
    public synchronized void close() {
        transport.close();
    }

    private void exchange(Object operation, int type, int flags, byte[] payload, Answers<?> answers)
            throws IOException {
        drain();
        var request = new Message(type, Message.REQUEST | flags, ++sequence, payload);
        abandoned = true;
        transport.send(request.encode());
        Ack end = receive(operation, request.sequence(), answers);
        abandoned = false;
        end.throwIfRefused(operation);
    }

    /**
     * Reads what is left of an answer that was given up: until its dump has ended, the kernel refuses another (EBUSY). That
     * messages of it were lost is nothing to the next request.
     */
    private void drain() throws IOException {
        while (abandoned) {
            try {
                abandoned = transport.receive(Duration.ZERO).isPresent();
            } catch (LinuxException e) {
                if (!e.errno().equals(Errno.ENOBUFS)) {
                    throw e;
                }
            }
        }
    }

    private Ack receive(Object operation, int expected, Answers<?> answers) throws IOException {
        long since = nanoTime.getAsLong();
        Duration left = TIMEOUT;
        while (true) {
            var messages = new MessageReader(next(operation, left));
            boolean ours = false;
            while (messages.next()) {
                if (messages.sequence() != expected) {
                    continue; // the tail of a request that was abandoned
                }
                ours = true;
                if (messages.type() == Message.ERROR || messages.type() == Message.DONE) {
                    answers.interrupted |= (messages.flags() & Message.DUMP_INTR) != 0;
                    return Ack.decode(messages);
                }
                if (answers.take(messages)) {
                    return Ack.OK;
                }
            }
            since = ours ? nanoTime.getAsLong() : since;
            left = left(since);
            if (left.isZero()) {
                throw noAnswer(operation);
            }
        }
    }

    /** Takes what is there even when the time is over: it may have passed while this process was stopped. */
    private ByteBuffer next(Object operation, Duration left) throws IOException {
        return transport.receive(left).orElseThrow(() -> noAnswer(operation));
    }

    private Duration left(long since) {
        Duration left = TIMEOUT.minusNanos(nanoTime.getAsLong() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static LinuxException noAnswer(Object operation) {
        return new LinuxException(
                operation.toString(), Errno.ETIMEDOUT, "no answer from the kernel in " + TIMEOUT.toMillis() + " ms");
    }

    /** Reads what we want to know from a message, which is good only meanwhile. */
    @FunctionalInterface
    public interface Parser<T> {
        /** @throws MalformedException if the message breaks the format */
        T read(MessageReader message) throws MalformedException;
    }

    /** What was answered so far. */
    private static final class Answers<T> {
        private final Parser<T> parser;
        private final boolean firstIsAll;
        private final List<T> all = new ArrayList<>();
        private boolean interrupted;

        Answers(Parser<T> parser, boolean firstIsAll) {
            this.parser = parser;
            this.firstIsAll = firstIsAll;
        }

        /** Returns whether that was the end. */
        boolean take(MessageReader message) throws MalformedException {
            interrupted |= (message.flags() & Message.DUMP_INTR) != 0;
            if (message.type() < Message.MIN_TYPE) {
                return false;
            }
            all.add(parser.read(message));
            return firstIsAll;
        }
    }
}
