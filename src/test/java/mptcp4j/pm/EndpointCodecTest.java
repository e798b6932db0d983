package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.FULLMESH;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.SplittableRandom;
import mptcp4j.netlink.AttributeReader;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.Bytes;
import mptcp4j.netlink.MalformedException;
import org.junit.jupiter.api.Test;

class EndpointCodecTest {
    @Test
    void writesAllAttributes() throws IOException {
        Endpoint endpoint = Endpoint.of(InetAddress.getByName("10.0.0.1"), SIGNAL, BACKUP)
                .withId(7)
                .withPort(8080)
                .withInterface(3);
        assertEquals(
                Bytes.text(Bytes.little(
                        "0500 0200 07 000000" // ID
                                + "0800 0600 05000000" // FLAGS
                                + "0800 0700 03000000" // IF_IDX
                                + "0600 0500 901f 0000" // PORT
                                + "0600 0100 0200 0000" // FAMILY
                                + "0800 0300 0a000001")), // ADDR4
                written(endpoint));
    }

    @Test
    void writesNothingThatIsNotGiven() throws IOException {
        assertEquals(
                Bytes.text(Bytes.little("0600 0100 0a00 0000" + "1400 0400 20010db8 00000000 00000000 00000001")),
                written(Endpoint.of(InetAddress.getByName("2001:db8::1"))));
    }

    @Test
    void readsWhatTheKernelSends() throws IOException {
        assertEquals(
                new Endpoint(255, InetAddress.getByName("2001:db8::1"), 0, 0, EndpointFlags.of(SUBFLOW, FULLMESH)),
                EndpointCodec.read(nest("0600 0100 0a00 0000" + "0600 0500 0000 0000" + "0500 0200 ff 000000"
                        + "0800 0600 0a000000" + "1400 0400 20010db8000000000000000000000001")));
    }

    @Test
    void doesNotTakeAnIpv4AddressInIpv6ForIpv4() throws IOException {
        byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
        Endpoint endpoint = Endpoint.of(Inet6Address.getByAddress(null, bytes, -1));
        String attributes = "0600 0100 0a00 0000" + "1400 0400 00000000 00000000 0000ffff 0a000001";
        assertEquals(Bytes.text(Bytes.little(attributes)), written(endpoint));
        assertEquals(endpoint, EndpointCodec.read(nest(attributes)));
    }

    @Test
    void keepsUnknownFlagsAndSkipsUnknownAttributes() throws IOException {
        assertEquals(
                new Endpoint(0, InetAddress.getByName("10.0.0.1"), 0, 0, new EndpointFlags(0x100)),
                EndpointCodec.read(nest("0800 6300 aaaaaaaa" + "0800 0600 00010000" + "0800 0300 0a000001")));
    }

    @Test
    void isTheSameAfterWritingAndReading() throws IOException {
        var random = new SplittableRandom(0x8684);
        for (int i = 0; i < 5000; i++) {
            byte[] address = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(address);
            var endpoint = new Endpoint(
                    random.nextInt(256),
                    InetAddress.getByAddress(address),
                    random.nextInt(65536),
                    random.nextInt(),
                    new EndpointFlags(random.nextInt()));
            var out = new AttributeWriter();
            EndpointCodec.write(out, endpoint);
            assertEquals(endpoint, EndpointCodec.read(AttributeReader.of(out.toBytes(), 0)));
        }
    }

    @Test
    void refusesOneWithoutAnAddress() {
        assertThrows(MalformedException.class, () -> EndpointCodec.read(nest("0500 0200 07 000000")));
    }

    @Test
    void refusesAnotherWidth() {
        String address = "0800 0300 0a000001";
        for (String wrong : new String[] {
            "0600 0200 0700 0000", // ID
            "1400 0300 20010db8000000000000000000000001", // ADDR4
            "0800 0400 0a000001", // ADDR6
            "0800 0500 901f0000", // PORT
            "0600 0600 0200 0000", // FLAGS
            "0500 0700 02 000000" // IF_IDX
        }) {
            assertThrows(MalformedException.class, () -> EndpointCodec.read(nest(address + wrong)), wrong);
        }
    }

    private static String written(Endpoint endpoint) {
        var out = new AttributeWriter();
        EndpointCodec.write(out, endpoint);
        return Bytes.text(out.toBytes());
    }

    private static AttributeReader nest(String content) throws MalformedException {
        return AttributeReader.of(Bytes.little(content), 0);
    }
}
