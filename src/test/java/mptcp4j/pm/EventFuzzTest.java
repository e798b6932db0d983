package mptcp4j.pm;

import java.io.IOException;
import java.nio.ByteBuffer;
import mptcp4j.netlink.DecoderFuzz;
import mptcp4j.netlink.MessageReader;

/** Datagrams of events; one codec reads them all. */
class EventFuzzTest extends DecoderFuzz {
    private static final int HEADERS_SIZE = 20;

    private final EventCodec codec = new EventCodec();

    EventFuzzTest() throws IOException {
        super("events.hex");
    }

    @Override
    protected void decode(byte[] input) throws IOException {
        var messages = new MessageReader(ByteBuffer.wrap(input));
        while (messages.next()) {
            codec.read(messages);
        }
    }

    @Override
    protected int headerSize() {
        return HEADERS_SIZE;
    }
}
