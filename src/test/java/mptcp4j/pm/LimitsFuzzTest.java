package mptcp4j.pm;

import java.io.IOException;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.DecoderFuzz;

class LimitsFuzzTest extends DecoderFuzz {
    LimitsFuzzTest() throws IOException {
        super("limits.hex");
    }

    @Override
    protected void decode(byte[] input) throws IOException {
        LimitsCodec.read(AttributeReader.of(input, 0));
    }
}
