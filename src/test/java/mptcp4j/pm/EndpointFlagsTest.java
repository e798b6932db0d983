package mptcp4j.pm;

import static mptcp4j.pm.EndpointFlag.BACKUP;
import static mptcp4j.pm.EndpointFlag.SIGNAL;
import static mptcp4j.pm.EndpointFlag.SUBFLOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EndpointFlagsTest {
    @Test
    void areTheBitsOfTheKernel() {
        assertEquals(0, EndpointFlags.of().bits());
        assertEquals(0b111111, EndpointFlags.of(EndpointFlag.values()).bits());
        assertEquals(new EndpointFlags(6), EndpointFlags.of(BACKUP, SUBFLOW));
    }

    @Test
    void containWhatWasPutIn() {
        EndpointFlags flags = EndpointFlags.of(SUBFLOW).with(BACKUP);
        assertTrue(flags.contains(BACKUP));
        assertFalse(flags.contains(SIGNAL));
        assertEquals(EndpointFlags.of(BACKUP), flags.without(SUBFLOW));
        assertEquals(flags, flags.with(BACKUP).without(SIGNAL));
    }

    @Test
    void keepBitsOfAKernelFromTomorrow() {
        var flags = new EndpointFlags(0x80000042);
        assertEquals(0x80000040, flags.unknownBits());
        assertEquals("[SUBFLOW, 0x80000040]", flags.toString());
        assertEquals(new EndpointFlags(0x80000040), flags.without(SUBFLOW));
        assertEquals(0, EndpointFlags.of(EndpointFlag.values()).unknownBits());
        assertEquals("[]", EndpointFlags.of().toString());
        assertEquals("[SUBFLOW, BACKUP]", EndpointFlags.of(BACKUP, SUBFLOW).toString());
    }
}
