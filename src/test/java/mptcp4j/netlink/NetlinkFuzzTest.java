package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NetlinkFuzzTest {
    private static final int ROUNDS = 5000;

    private final SplittableRandom random = new SplittableRandom(0x8684);

    @Test
    void anyDatagramIsDecodedOrMalformed() throws IOException {
        Fuzz.replay("datagrams.hex", datagram -> {
            for (Message m : Message.decode(datagram)) {
                if (m.type() == Message.ERROR || m.type() == Message.DONE) {
                    Ack.decode(m);
                } else {
                    readAll(Attribute.decode(m.payload(), 4));
                }
            }
        });
    }

    @Test
    void messageIsWhatItWasBeforeItWasEncoded() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            var message = new Message(random.nextInt(65536), random.nextInt(65536), random.nextInt(), bytes(40));
            assertEquals(List.of(message), Message.decode(message.encode()));
        }
    }

    @Test
    void attributesAreWhatTheyWereBeforeTheyWereWritten() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            var expected = new ArrayList<Attribute>();
            var out = new AttributeWriter();
            for (int n = random.nextInt(6); n > 0; n--) {
                var attribute = new Attribute(random.nextInt(Attribute.TYPE_MASK + 1), bytes(100));
                expected.add(attribute);
                out.bytes(attribute.type(), attribute.bytes());
            }
            assertEquals(expected, Attribute.decode(out.toBytes(), 0));
            byte[] nest = new AttributeWriter()
                    .nest(1, inner -> inner.raw(out.toBytes()))
                    .toBytes();
            assertEquals(expected, Attribute.decode(nest, 0).get(0).nested());
        }
    }

    @Test
    void numbersAreWhatTheyWereBeforeTheyWereWritten() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            int u8 = random.nextInt(256);
            int u16 = random.nextInt(65536);
            int u32 = random.nextInt();
            long u64 = random.nextLong();
            List<Attribute> read = Attribute.decode(
                    new AttributeWriter()
                            .u8(1, u8)
                            .u16(2, u16)
                            .u32(3, u32)
                            .u64(4, u64)
                            .toBytes(),
                    0);
            assertEquals(
                    List.of(u8, u16, u32, u64),
                    List.of(
                            read.get(0).u8(),
                            read.get(1).u16(),
                            read.get(2).u32(),
                            read.get(3).u64()));
        }
    }

    private static void readAll(List<Attribute> attributes) throws MalformedException {
        for (Attribute a : attributes) {
            switch (a.bytes().length) {
                case 1 -> a.u8();
                case 2 -> a.u16();
                case 4 -> a.u32();
                case 8 -> a.u64();
                default -> readAll(a.nested());
            }
        }
    }

    private byte[] bytes(int bound) {
        byte[] bytes = new byte[random.nextInt(bound)];
        random.nextBytes(bytes);
        return bytes;
    }
}
