package mptcp4j.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Messages, attributes in attributes, and the end of an answer. */
class DatagramFuzzTest extends DecoderFuzz {
    private static final int GENERIC_HEADER_SIZE = 4;

    DatagramFuzzTest() throws IOException {
        super("datagrams.hex");
    }

    @Override
    protected void decode(byte[] input) throws IOException {
        var messages = new MessageReader(ByteBuffer.wrap(input));
        while (messages.next()) {
            if (messages.type() == Message.ERROR || messages.type() == Message.DONE) {
                Ack.decode(messages);
            } else {
                readAll(messages.attributes(GENERIC_HEADER_SIZE));
            }
        }
    }

    private static void readAll(AttributeReader in) throws MalformedException {
        while (in.next()) {
            switch (in.length()) {
                case 1 -> in.u8();
                case 2 -> in.be16();
                case 4 -> in.u32();
                case 8 -> in.u64();
                default -> {
                    in.string();
                    readAll(in.nested());
                }
            }
        }
    }

    @Override
    protected int headerSize() {
        return Message.HEADER_SIZE + GENERIC_HEADER_SIZE;
    }
}
