package mptcp4j.route;

import java.io.IOException;
import mptcp4j.netlink.DecoderFuzz;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.Messages;

class RouteFuzzTest extends DecoderFuzz {
    RouteFuzzTest() throws IOException {
        super("routes.hex");
    }

    @Override
    protected void decode(byte[] input) throws IOException {
        RouteCodec.read(Messages.reader(new Message(Message.MIN_TYPE, 0, 1, input)));
    }

    @Override
    protected int headerSize() {
        return 12;
    }
}
