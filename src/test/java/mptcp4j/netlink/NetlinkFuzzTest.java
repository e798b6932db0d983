package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
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
            var messages = new MessageReader(ByteBuffer.wrap(datagram));
            while (messages.next()) {
                if (messages.type() == Message.ERROR || messages.type() == Message.DONE) {
                    Ack.decode(messages);
                } else {
                    readAll(messages.attributes(4));
                }
            }
        });
    }

    @Test
    void messageIsWhatItWasBeforeItWasEncoded() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            var message = new Message(random.nextInt(65536), random.nextInt(65536), random.nextInt(), bytes(40));
            assertEquals(List.of(message), Messages.decode(message.encode()));
        }
    }

    @Test
    void attributesAreWhatTheyWereBeforeTheyWereWritten() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            var expected = new ArrayList<Attribute>();
            var out = new AttributeWriter();
            for (int n = random.nextInt(6); n > 0; n--) {
                var attribute = new Attribute(random.nextInt(AttributeReader.TYPE_MASK + 1), bytes(100));
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
                            read.get(0).reader().u8(),
                            read.get(1).reader().u16(),
                            read.get(2).reader().u32(),
                            read.get(3).reader().u64()));
        }
    }

    private static void readAll(AttributeReader in) throws MalformedException {
        while (in.next()) {
            switch (in.length()) {
                case 1 -> in.u8();
                case 2 -> in.u16();
                case 4 -> in.u32();
                case 8 -> in.u64();
                default -> readAll(in.nested());
            }
        }
    }

    private byte[] bytes(int bound) {
        byte[] bytes = new byte[random.nextInt(bound)];
        random.nextBytes(bytes);
        return bytes;
    }
}
