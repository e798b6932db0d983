package mptcp4j.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import mptcp4j.Errno;

/**
 * The end of an answer: an error message, which with error 0 is the acknowledgement, or the done message of a dump.
 *
 * <pre>
 *  error message                               done message
 *  0  error       s32  0 or -errno             0  error       s32  0 or -errno
 *  4  header of the request, 16 bytes          4  attributes, with ACK_TLVS
 * 20  payload of the request, unless CAPPED
 *     attributes, with ACK_TLVS
 * </pre>
 *
 * @param errno why the request was refused; empty if it was not
 * @param words the kernel's own
 */
record Ack(Optional<Errno> errno, ExtAck words) {
    private static final Ack OK = new Ack(Optional.empty(), ExtAck.NONE);
    private static final int MAX_ERRNO = 4095;

    /** @throws MalformedException if the message is cut short or its error is no errno */
    static Ack decode(Message end) throws MalformedException {
        byte[] payload = end.payload();
        int head = end.type() == Message.ERROR ? Integer.BYTES + Message.HEADER_SIZE : Integer.BYTES;
        if (payload.length < head) {
            throw new MalformedException("end of a netlink answer has " + payload.length + " bytes, not " + head);
        }
        int error = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt(0);
        if (error == 0) {
            return OK;
        }
        if (error > 0 || error < -MAX_ERRNO) {
            throw new MalformedException("netlink answer with error " + error);
        }
        return new Ack(Optional.of(new Errno(-error)), words(end, head));
    }

    void throwIfRefused(String operation) throws NetlinkException {
        if (errno.isPresent()) {
            throw new NetlinkException(operation, errno.get(), words);
        }
    }

    private static ExtAck words(Message end, int head) throws MalformedException {
        if ((end.flags() & Message.ACK_TLVS) == 0) {
            return ExtAck.NONE;
        }
        boolean repeatsRequest = end.type() == Message.ERROR && (end.flags() & Message.CAPPED) == 0;
        return ExtAck.decode(end.payload(), repeatsRequest ? head + repeated(end.payload()) : head);
    }

    /** Returns the padded length of the request's payload, from the header that is repeated with it. */
    private static int repeated(byte[] payload) throws MalformedException {
        int request = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt(Integer.BYTES);
        if (request < Message.HEADER_SIZE || request > payload.length - Integer.BYTES) {
            throw new MalformedException("netlink error that repeats a request of length " + request);
        }
        return Align.up(request - Message.HEADER_SIZE);
    }
}
