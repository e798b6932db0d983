package mptcp4j.netlink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.Errno;

/**
 * Requests and their answers, one at a time. Every request asks for an acknowledgement, so every exchange has one and
 * the same end. Thread-safe: a request waits until the one before it has ended.
 */
public final class NetlinkConnection implements Closeable {
    private static final int DUMP_TRIES = 5;

    private final Transport transport;
    private int sequence;

    /** Takes ownership of the transport. */
    public NetlinkConnection(Transport transport) {
        this.transport = transport;
    }

    /**
     * Sends a request and returns the payloads of the answers before the acknowledgement.
     *
     * @param operation what is asked, for the text of an error
     * @param flags {@code NLM_F_*} beside REQUEST and ACK
     * @throws NetlinkException if the kernel refuses
     * @throws MalformedException if the answer breaks the format
     * @throws mptcp4j.LinuxException if the socket fails; ETIMEDOUT if no answer comes
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
    public void close() {
        transport.close();
    }

    private Answer exchange(String operation, int type, int flags, byte[] payload) throws IOException {
        var request = new Message(type, Message.REQUEST | Message.ACK | flags, ++sequence, payload);
        transport.send(request.encode());
        List<byte[]> payloads = new ArrayList<>();
        boolean interrupted = false;
        while (true) {
            for (Message reply : Message.decode(transport.receive())) {
                if (reply.sequence() != request.sequence()) {
                    continue; // the tail of a request that was abandoned
                }
                interrupted |= (reply.flags() & Message.DUMP_INTR) != 0;
                switch (reply.type()) {
                    case Message.ERROR, Message.DONE -> {
                        throwIfRefused(operation, reply);
                        return new Answer(payloads, interrupted);
                    }
                    case Message.NOOP -> {}
                    default -> payloads.add(reply.payload());
                }
            }
        }
    }

    /**
     * An error message holds {@code int error}, the header of the request and, unless CAPPED, its payload; a done
     * message holds {@code int error} or, in old kernels, nothing. With ACK_TLVS the words follow.
     */
    private static void throwIfRefused(String operation, Message reply) throws IOException {
        byte[] payload = reply.payload();
        if (reply.type() == Message.DONE && payload.length < Integer.BYTES) {
            return;
        }
        int head = reply.type() == Message.ERROR ? Integer.BYTES + Message.HEADER_SIZE : Integer.BYTES;
        if (payload.length < head) {
            throw new MalformedException("netlink answer of " + payload.length + " bytes to " + operation);
        }
        var in = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
        int error = in.getInt(0);
        if (error == 0) {
            return;
        }
        if (error > 0 || error < -4095) {
            throw new MalformedException("netlink answer with error " + error + " to " + operation);
        }
        throw new NetlinkException(operation, new Errno(-error), words(reply, in, head));
    }

    private static ExtAck words(Message reply, ByteBuffer in, int head) throws MalformedException {
        if ((reply.flags() & Message.ACK_TLVS) == 0) {
            return ExtAck.NONE;
        }
        int from = head;
        if (reply.type() == Message.ERROR && (reply.flags() & Message.CAPPED) == 0) {
            int request = in.getInt(Integer.BYTES);
            if (request < Message.HEADER_SIZE || request > in.capacity()) {
                throw new MalformedException("netlink error that repeats a request of length " + request);
            }
            from += Align.up(request - Message.HEADER_SIZE);
        }
        return ExtAck.decode(in.array(), from);
    }

    private record Answer(List<byte[]> payloads, boolean interrupted) {}
}
