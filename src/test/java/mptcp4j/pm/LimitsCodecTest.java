package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.Bytes;
import mptcp4j.netlink.MalformedException;
import org.junit.jupiter.api.Test;

class LimitsCodecTest {
    @Test
    void writesAndReadsBoth() throws IOException {
        var limits = new Limits(5, 3);
        var out = new AttributeWriter();
        LimitsCodec.write(out, limits);
        assertEquals(Bytes.text(Bytes.little("0800 0200 03000000" + "0800 0300 05000000")), Bytes.text(out.toBytes()));
        assertEquals(limits, LimitsCodec.read(AttributeReader.of(out.toBytes(), 0)));
    }

    @Test
    void refusesWhatNoKernelSends() {
        refuses("0800 0200 03000000");
        refuses("0800 0300 03000000");
        refuses("0800 0200 03000000" + "0600 0300 0500 0000");
        refuses("0800 0200 03000000" + "0800 0300 ffffffff");
    }

    @Test
    void limitsAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> new Limits(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Limits(0, -1));
    }

    private static void refuses(String attributes) {
        assertThrows(
                MalformedException.class,
                () -> LimitsCodec.read(AttributeReader.of(Bytes.little(attributes), 0)),
                attributes);
    }
}
