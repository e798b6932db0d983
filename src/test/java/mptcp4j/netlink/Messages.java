package mptcp4j.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The messages of a datagram as values, for tests that compare whole ones. */
public final class Messages {
    private Messages() {}

    /** Returns all that a {@link MessageReader} finds. */
    public static List<Message> decode(byte[] datagram) throws MalformedException {
        return decode(ByteBuffer.wrap(datagram));
    }

    /** Returns all that a {@link MessageReader} finds. */
    public static List<Message> decode(ByteBuffer datagram) throws MalformedException {
        List<Message> all = new ArrayList<>();
        var in = new MessageReader(datagram);
        while (in.next()) {
            byte[] payload = new byte[in.length()];
            in.payload().get(payload);
            all.add(new Message(in.type(), in.flags(), in.sequence(), payload));
        }
        return all;
    }

    /** Returns a reader that stands on a message. */
    public static MessageReader reader(Message message) throws MalformedException {
        var in = new MessageReader(ByteBuffer.wrap(message.encode()));
        in.next();
        return in;
    }
}
