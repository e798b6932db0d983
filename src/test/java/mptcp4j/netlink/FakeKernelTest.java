package mptcp4j.netlink;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FakeKernelTest {
    @Test
    void refusesWhatIsNotInTheScript() throws IOException {
        try (var connection = new NetlinkConnection(new FakeKernel())) {
            assertThrows(AssertionError.class, () -> connection.command("change", 28, 0, new byte[0]));
        }
    }

    @Test
    void seesWhatIsLeft() {
        var other = new FakeKernel();
        assertThrows(AssertionError.class, () -> other.afterEach(null), "not closed");
        other.close();
        other.afterEach(null);
        other.thenAck();
        assertTrue(assertThrows(AssertionError.class, () -> other.afterEach(null))
                .getMessage()
                .startsWith("exchanges that never came"));
    }
}
