package mptcp4j.netlink;

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
    static final Ack OK = new Ack(Optional.empty(), ExtAck.NONE);
    private static final int MAX_ERRNO = 4095;

    /** @throws MalformedException if the message is cut short or its error is no errno */
    static Ack decode(MessageReader end) throws MalformedException {
        int head = end.type() == Message.ERROR ? Integer.BYTES + Message.HEADER_SIZE : Integer.BYTES;
        AttributeReader.requireHeader(end.length(), head);
        int error = end.u32(0);
        if (error == 0) {
            return OK;
        }
        if (error > 0 || error < -MAX_ERRNO) {
            throw new MalformedException("netlink answer with error " + error);
        }
        return new Ack(Optional.of(new Errno(-error)), words(end, head));
    }

    /** @param operation what was asked: its text is that of the error */
    void throwIfRefused(Object operation) throws NetlinkException {
        if (errno.isPresent()) {
            throw new NetlinkException(operation.toString(), errno.get(), words);
        }
    }

    private static ExtAck words(MessageReader end, int head) throws MalformedException {
        if ((end.flags() & Message.ACK_TLVS) == 0) {
            return ExtAck.NONE;
        }
        boolean repeatsRequest = end.type() == Message.ERROR && (end.flags() & Message.CAPPED) == 0;
        return ExtAck.decode(end.attributes(repeatsRequest ? head + repeated(end) : head));
    }

    /** Returns the padded length of the request's payload, from the header that is repeated with it. */
    private static int repeated(MessageReader end) throws MalformedException {
        int request = end.u32(Integer.BYTES);
        if (request < Message.HEADER_SIZE || request > end.length() - Integer.BYTES) {
            throw new MalformedException("netlink error that repeats a request of length " + request);
        }
        return Align.up(request - Message.HEADER_SIZE);
    }
}
