package mptcp4j.pm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.netlink.Golden;
import mptcp4j.netlink.MessageReader;

/** What Linux 6.18 told of connections; {@code golden/events.txt} and {@code .json} are what iproute2 7.1 printed of it. */
public final class GoldenEvents {
    private GoldenEvents() {}

    /** Returns all of it, in its order. */
    public static List<PathManagerEvent> read() throws IOException {
        List<PathManagerEvent> events = new ArrayList<>();
        var codec = new EventCodec();
        for (byte[] datagram : Golden.notifications("events")) {
            var messages = new MessageReader(ByteBuffer.wrap(datagram));
            while (messages.next()) {
                events.add(codec.read(messages));
            }
        }
        return events;
    }
}
