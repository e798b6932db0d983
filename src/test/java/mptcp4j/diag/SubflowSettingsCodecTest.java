package mptcp4j.diag;

import static mptcp4j.linux.Abi.AF_INET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.Messages;
import org.junit.jupiter.api.Test;

class SubflowSettingsCodecTest {
    private static final int PORT = 443;

    @Test
    void isEmptyOfWhatTheKernelDoesNotTell() throws IOException {
        assertEquals(
                new SubflowSettings(
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        0,
                        PORT),
                read(attributes -> {}));
    }

    @Test
    void numbersAreUnsignedAndMoreMemoryDoesNotMatter() throws IOException {
        assertEquals(
                new SubflowSettings(
                        Optional.of("dctcp"),
                        OptionalInt.of(255),
                        OptionalInt.of(254),
                        OptionalLong.of(0xffff_ffffL),
                        OptionalLong.of(0xffff_fffeL),
                        OptionalLong.of(4),
                        0,
                        PORT),
                read(attributes -> attributes
                        .string(4, "dctcp")
                        .u8(5, 255)
                        .u8(6, 254)
                        .bytes(7, memory(1, -2, 3, 4, 5, 6, 7, 8, 9, 10))
                        .u32(15, -1)
                        .u32(99, 1)));
    }

    @Test
    void fewerAreEnough() throws IOException {
        assertEquals(
                OptionalLong.of(4), read(in -> in.bytes(7, memory(1, 2, 3, 4))).sendBufferBytes());
    }

    @Test
    void refusesAnotherWidth() {
        refused(attributes -> attributes.u16(5, 1));
        refused(attributes -> attributes.u16(6, 1));
        refused(attributes -> attributes.bytes(7, memory(1, 2, 3)));
        refused(attributes -> attributes.bytes(7, new byte[15]));
        refused(attributes -> attributes.u64(15, 1));
    }

    private static byte[] memory(int... values) {
        var out = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.nativeOrder());
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }

    private static SubflowSettings read(Consumer<AttributeWriter> attributes) throws IOException {
        byte[] socket = DiagBytes.socket(AF_INET, PORT, attributes);
        return SubflowSettingsCodec.read(Messages.reader(new Message(20, 0, 0, socket)));
    }

    private static void refused(Consumer<AttributeWriter> attributes) {
        assertThrows(MalformedException.class, () -> read(attributes));
    }
}
