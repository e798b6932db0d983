package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubflowSpecTest {
    private static final InetAddress HERE = address(1);
    private static final InetAddress THERE = address(2);

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    @Test
    void saysWhereFromAndWhereTo() {
        assertEquals(
                new SubflowSpec(Optional.of(HERE), 7, Optional.of("eth1"), Optional.of(THERE), 81, 0, true),
                SubflowSpec.fromInterface("eth1")
                        .withLocal(HERE, 7)
                        .to(new InetSocketAddress(THERE, 81))
                        .backup());
        assertEquals(SubflowSpec.any(), SubflowSpec.from(new InetSocketAddress(0)), "the wildcard is any");
    }

    @Test
    void namesAPortOfTheConnectionsAddressOfAnotherOrOfAnAnnouncedOne() {
        SubflowSpec from = SubflowSpec.from(HERE).backup();
        assertEquals(
                new SubflowSpec(Optional.of(HERE), 0, Optional.empty(), Optional.empty(), 81, 0, true),
                from.withRemotePort(81));
        assertEquals(from.to(new InetSocketAddress(THERE, 81)), from.to(THERE).withRemotePort(81));
        assertEquals(
                new SubflowSpec(Optional.of(HERE), 0, Optional.empty(), Optional.empty(), 81, 2, true),
                from.toAnnounced(2).withRemotePort(81));
    }

    @Test
    void goesToThePortOfTheAddressThatIsNamedLast() {
        SubflowSpec from = SubflowSpec.from(HERE);
        assertEquals(from.to(THERE), from.withRemotePort(81).to(THERE));
        assertEquals(from.toAnnounced(2), from.withRemotePort(81).toAnnounced(2));
        assertEquals(from, from.withRemotePort(81).withRemotePort(0));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        for (int port : List.of(-1, 65536)) {
            assertThrows(IllegalArgumentException.class, () -> SubflowSpec.any().withRemotePort(port));
            assertThrows(IllegalArgumentException.class, () -> SubflowSpec.any().withLocal(HERE, port));
        }
        for (int id : List.of(-1, 0, 256)) {
            assertThrows(IllegalArgumentException.class, () -> SubflowSpec.any().toAnnounced(id));
        }
        assertThrows(IllegalArgumentException.class, () -> SubflowSpec.fromInterface(""));
    }
}
