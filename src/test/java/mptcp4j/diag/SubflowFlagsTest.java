package mptcp4j.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SubflowFlagsTest {
    @Test
    void hasTheLettersOfSs() {
        assertEquals("MmJjBbecv", new SubflowFlags(0x1ff).letters());
        assertEquals("", new SubflowFlags(0).letters());
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        var flags = new SubflowFlags(0x80000404);
        assertEquals("J+0x80000400", flags.letters());
        assertEquals(0x80000400, flags.unknownBits());
        assertEquals(0, SubflowFlags.of(SubflowFlag.values()).unknownBits());
    }

    @Test
    void eitherEndMakesABackup() {
        assertTrue(SubflowFlags.of(SubflowFlag.BKUP_LOC).backup());
        assertTrue(SubflowFlags.of(SubflowFlag.BKUP_REM).backup());
        assertFalse(SubflowFlags.of(SubflowFlag.CONNECTED).backup());
    }
}
