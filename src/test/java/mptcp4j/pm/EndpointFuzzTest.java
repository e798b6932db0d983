package mptcp4j.pm;

import java.io.IOException;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.DecoderFuzz;

class EndpointFuzzTest extends DecoderFuzz {
    EndpointFuzzTest() throws IOException {
        super("endpoints.hex");
    }

    @Override
    protected void decode(byte[] input) throws IOException {
        EndpointCodec.read(AttributeReader.of(input, 0));
    }
}
