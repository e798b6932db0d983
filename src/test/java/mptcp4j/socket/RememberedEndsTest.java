package mptcp4j.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetSocketAddress;
import java.util.Arrays;
import mptcp4j.linux.SockAddr;
import org.junit.jupiter.api.Test;

class RememberedEndsTest {
    private static final int OFFSET = 8;
    private static final SubflowAddresses FIRST = ends(4001);
    private static final SubflowAddresses SECOND = ends(4002);

    private final RememberedEnds remembered = new RememberedEnds();

    @Test
    void areNotMadeAgainWhileTheyAreTheSame() throws Exception {
        SubflowAddresses before = remembered.at(0, bytes(FIRST), OFFSET);
        assertEquals(FIRST, before);
        assertSame(before, remembered.at(0, bytes(FIRST), OFFSET));
    }

    @Test
    void areThoseOfTheReadingWhenSubflowsHaveMovedUp() throws Exception {
        assertEquals(FIRST, remembered.at(0, bytes(FIRST), OFFSET));
        assertEquals(SECOND, remembered.at(1, bytes(SECOND), OFFSET));
        assertEquals(SECOND, remembered.at(0, bytes(SECOND), OFFSET));
        assertEquals(FIRST, remembered.at(1, bytes(FIRST), OFFSET));
    }

    @Test
    void mayLeaveOutPlacesAndReturnToThem() throws Exception {
        assertEquals(SECOND, remembered.at(2, bytes(SECOND), OFFSET));
        assertEquals(FIRST, remembered.at(0, bytes(FIRST), OFFSET));
        assertEquals(SECOND, remembered.at(2, bytes(SECOND), OFFSET));
    }

    @Test
    void staySaidThoughTheBytesAreWrittenAgain() throws Exception {
        byte[] memory = bytes(FIRST);
        assertEquals(FIRST, remembered.at(0, memory, OFFSET));
        System.arraycopy(bytes(SECOND), 0, memory, 0, memory.length);
        assertEquals(SECOND, remembered.at(0, memory, OFFSET));
    }

    private static SubflowAddresses ends(int port) {
        return new SubflowAddresses(new InetSocketAddress("10.0.0.1", port), new InetSocketAddress("fd00::2", 80));
    }

    private static byte[] bytes(SubflowAddresses ends) {
        byte[] bytes = new byte[OFFSET + SubflowAddresses.SIZE];
        Arrays.fill(bytes, 0, OFFSET, (byte) 0xff);
        byte[] local = SockAddr.encode(ends.local());
        byte[] remote = SockAddr.encode(ends.remote());
        System.arraycopy(local, 0, bytes, OFFSET, local.length);
        System.arraycopy(remote, 0, bytes, OFFSET + SockAddr.STORAGE_SIZE, remote.length);
        return bytes;
    }
}
