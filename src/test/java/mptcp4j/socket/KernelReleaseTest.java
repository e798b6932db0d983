package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelReleaseTest {
    @Test
    void readsTheReleasesThatThereAre() {
        assertEquals(new KernelRelease(6, 18), KernelRelease.parse("6.18.44"));
        assertEquals(new KernelRelease(5, 15), KernelRelease.parse("5.15.0-91-generic"));
        assertEquals(new KernelRelease(7, 0), KernelRelease.parse("7.0-rc1"));
        assertEquals(new KernelRelease(0, 0), KernelRelease.parse("unknown"));
        assertEquals(new KernelRelease(0, 0), KernelRelease.parse(""));
    }

    @Test
    void comparesByNumber() {
        assertTrue(new KernelRelease(5, 16).isAtLeast(5, 16));
        assertTrue(new KernelRelease(6, 1).isAtLeast(5, 16));
        assertTrue(new KernelRelease(6, 10).isAtLeast(6, 9));
        assertFalse(new KernelRelease(5, 15).isAtLeast(5, 16));
        assertFalse(new KernelRelease(4, 19).isAtLeast(5, 16));
    }
}
