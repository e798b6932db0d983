package mptcp4j.route;

import java.io.IOException;
import mptcp4j.netlink.DecoderFuzz;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.Messages;

class LinkFuzzTest extends DecoderFuzz {
    LinkFuzzTest() throws IOException {
        super("links.hex");
    }

    @Override
    protected void decode(byte[] input) throws IOException {
        LinkCodec.read(Messages.reader(new Message(Message.MIN_TYPE, 0, 1, input)));
    }

    @Override
    protected int headerSize() {
        return 16;
    }
}
