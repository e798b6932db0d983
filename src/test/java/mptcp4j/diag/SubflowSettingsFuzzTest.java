package mptcp4j.diag;

import java.io.IOException;
import mptcp4j.netlink.DecoderFuzz;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.Messages;

class SubflowSettingsFuzzTest extends DecoderFuzz {
    SubflowSettingsFuzzTest() throws IOException {
        super("settings.hex");
    }

    @Override
    protected void decode(byte[] input) throws IOException {
        SubflowSettingsCodec.read(Messages.reader(new Message(20, 0, 0, input)));
    }

    @Override
    protected int headerSize() {
        return InetDiag.HEADER_SIZE;
    }
}
