package mptcp4j.diag;

import java.io.IOException;
import mptcp4j.netlink.DecoderFuzz;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.Messages;

class ConnectionFuzzTest extends DecoderFuzz {
    ConnectionFuzzTest() throws IOException {
        super("connections.hex");
    }

    @Override
    protected void decode(byte[] input) throws IOException {
        ConnectionCodec.listener(Messages.reader(new Message(20, 0, 0, input)));
        ConnectionCodec.connection(Messages.reader(new Message(20, 0, 0, input)));
    }

    @Override
    protected int headerSize() {
        return InetDiag.HEADER_SIZE;
    }
}
