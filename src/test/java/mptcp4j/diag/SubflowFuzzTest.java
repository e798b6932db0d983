package mptcp4j.diag;

import java.io.IOException;
import mptcp4j.netlink.DecoderFuzz;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.Messages;

class SubflowFuzzTest extends DecoderFuzz {
    SubflowFuzzTest() throws IOException {
        super("subflows.hex");
    }

    @Override
    protected void decode(byte[] input) throws IOException {
        SubflowCodec.read(Messages.reader(new Message(20, 0, 0, input)), Detail.MEASUREMENTS);
    }

    @Override
    protected int headerSize() {
        return InetDiag.HEADER_SIZE;
    }
}
