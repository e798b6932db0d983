package mptcp4j.netlink;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import mptcp4j.Errno;
import mptcp4j.LinuxException;

/**
 * Requests and their answers, one at a time. Every request asks for an acknowledgement, so every exchange has one and
 * the same end. Thread-safe: a request, like {@link #close}, waits until the request before it has ended.
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
     * Sends a request and returns the payloads of the answers before the acknowledgement.
     *
     * @param operation what is asked, for the text of an error
     * @param flags {@code NLM_F_*} beside REQUEST and ACK
     * @throws NetlinkException if the kernel refuses
     * @throws MalformedException if the answer breaks the format
     * @throws LinuxException if the socket fails; ENOBUFS if the answer was lost, ETIMEDOUT if none comes: in both cases
     *     the kernel may have done what was asked
     */
    public synchronized List<byte[]> request(String operation, int type, int flags, byte[] payload) throws IOException {
        return exchange(operation, type, flags, payload).payloads();
    }

    /**
     * Dumps a table. When it changes meanwhile, the kernel says that the answer may be inconsistent, and the dump is
     * made again, five times at most.
     *
     * @throws InconsistentDumpException if it changed each time
     * @throws NetlinkException if the kernel refuses
     * @throws MalformedException if the answer breaks the format
     * @throws LinuxException if the socket fails; ENOBUFS if the answer was lost, ETIMEDOUT if none comes
     */
    public synchronized List<byte[]> dump(String operation, int type, byte[] payload) throws IOException {
        for (int i = 0; i < DUMP_TRIES; i++) {
            Answer answer = exchange(operation, type, Message.DUMP, payload);
            if (!answer.interrupted()) {
                return answer.payloads();
            }
        }
        throw new InconsistentDumpException(operation, DUMP_TRIES);
    }

    @Override
    public synchronized void close() {
        transport.close();
    }

    private Answer exchange(String operation, int type, int flags, byte[] payload) throws IOException {
        drain();
        var request = new Message(type, Message.REQUEST | Message.ACK | flags, ++sequence, payload);
        abandoned = true;
        transport.send(request.encode());
        Answer answer = receive(operation, request.sequence());
        abandoned = false;
        Ack.decode(answer.end()).throwIfRefused(operation);
        return answer;
    }

    /** Reads what is left of an answer that was given up: until its dump has ended, the kernel refuses another (EBUSY). */
    private void drain() throws IOException {
        while (abandoned) {
            abandoned = transport.receive(Duration.ZERO).isPresent();
        }
    }

    private Answer receive(String operation, int sequence) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        boolean interrupted = false;
        long since = nanoTime.getAsLong();
        while (true) {
            for (Message reply : Message.decode(next(operation, since))) {
                if (reply.sequence() != sequence) {
                    continue; // the tail of a request that was abandoned
                }
                since = nanoTime.getAsLong();
                interrupted |= (reply.flags() & Message.DUMP_INTR) != 0;
                if (reply.type() == Message.ERROR || reply.type() == Message.DONE) {
                    return new Answer(payloads, interrupted, reply);
                }
                if (reply.type() >= Message.MIN_TYPE) {
                    payloads.add(reply.payload());
                }
            }
            if (left(since).isZero()) {
                throw noAnswer(operation);
            }
        }
    }

    /** Takes what is there even when the time is over: it may have passed while this process was stopped. */
    private byte[] next(String operation, long since) throws IOException {
        return transport.receive(left(since)).orElseThrow(() -> noAnswer(operation));
    }

    private Duration left(long since) {
        Duration left = TIMEOUT.minusNanos(nanoTime.getAsLong() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static LinuxException noAnswer(String operation) {
        return new LinuxException(
                operation, Errno.ETIMEDOUT, "no answer from the kernel in " + TIMEOUT.toMillis() + " ms");
    }

    private record Answer(List<byte[]> payloads, boolean interrupted, Message end) {}
}
