package mptcp4j.diag;

import static mptcp4j.linux.Abi.AF_INET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import mptcp4j.netlink.AttributeWriter;
import mptcp4j.netlink.MalformedException;
import mptcp4j.netlink.Message;
import mptcp4j.netlink.Messages;
import org.junit.jupiter.api.Test;

class SubflowCodecTest {
    @Test
    void otherSocketsAreNoSubflows() throws IOException {
        assertEquals(Optional.empty(), read(attributes -> {}));
        assertEquals(Optional.empty(), read(attributes -> attributes.bytes(2, new byte[4])), "not even looked at");
        assertEquals(Optional.empty(), read(attributes -> attributes.nest(19, ulp -> ulp.string(1, "tls"))));
        assertEquals(Optional.empty(), read(attributes -> attributes.nest(19, ulp -> ulp.string(1, "mptcp"))));
    }

    @Test
    void refusesAnotherWidth() {
        for (int type : new int[] {1, 2, 8, 9, 10}) {
            refused(attributes -> attributes.nest(19, ulp -> ulp.nest(3, mptcp -> mptcp.u16(type, 1))));
        }
        refused(attributes -> attributes.bytes(2, new byte[231]).nest(19, ulp -> ulp.nest(3, mptcp -> {})));
    }

    private static Optional<Subflow> read(Consumer<AttributeWriter> attributes) throws IOException {
        return SubflowCodec.read(
                Messages.reader(new Message(20, 0, 0, DiagBytes.socket(AF_INET, 1, attributes))), Detail.MEASUREMENTS);
    }

    private static void refused(Consumer<AttributeWriter> attributes) {
        assertThrows(MalformedException.class, () -> read(attributes));
    }
}
