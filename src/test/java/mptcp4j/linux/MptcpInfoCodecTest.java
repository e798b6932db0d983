package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import org.junit.jupiter.api.Test;

class MptcpInfoCodecTest {
    private final byte[] bytes = new StructBytes("mptcp.h", "mptcp_info")
            .put("mptcpi_subflows", 1)
            .put("mptcpi_add_addr_signal", 2)
            .put("mptcpi_add_addr_accepted", 3)
            .put("mptcpi_subflows_max", 4)
            .put("mptcpi_add_addr_signal_max", 5)
            .put("mptcpi_add_addr_accepted_max", 255)
            .put("mptcpi_flags", 0x80000002L)
            .put("mptcpi_token", 0xfedcba98L)
            .put("mptcpi_write_seq", -1)
            .put("mptcpi_snd_una", 11)
            .put("mptcpi_rcv_nxt", 12)
            .put("mptcpi_local_addr_used", 13)
            .put("mptcpi_local_addr_max", 14)
            .put("mptcpi_csum_enabled", 1)
            .put("mptcpi_retransmits", 0xffffffffL)
            .put("mptcpi_bytes_retrans", 17)
            .put("mptcpi_bytes_sent", 18)
            .put("mptcpi_bytes_received", 19)
            .put("mptcpi_bytes_acked", 20)
            .put("mptcpi_subflows_total", 21)
            .put("mptcpi_endp_laminar_max", 22)
            .put("mptcpi_endp_fullmesh_max", 23)
            .put("mptcpi_last_data_sent", 24)
            .put("mptcpi_last_data_recv", 25)
            .put("mptcpi_last_ack_recv", 26)
            .array();

    MptcpInfoCodecTest() throws IOException {}

    @Test
    void readsAllOfLinux6_10() throws LinuxException {
        assertEquals(96, bytes.length);
        OptionalInt[] counts = {OptionalInt.of(21), OptionalInt.of(22), OptionalInt.of(23)};
        assertEquals(
                info(longs(0xffffffffL, 17, 18, 19, 20), counts, longs(24, 25, 26)),
                MptcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 96)));
    }

    @Test
    void leavesEmptyWhatLinux6_8DoesNotTell() throws LinuxException {
        OptionalInt[] counts = {OptionalInt.of(21), OptionalInt.of(22), OptionalInt.of(23)};
        MptcpInfo expected = info(longs(0xffffffffL, 17, 18, 19, 20), counts, none(3));
        assertEquals(expected, MptcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 88)));
    }

    @Test
    void leavesEmptyWhatLinux6_5DoesNotTell() throws LinuxException {
        MptcpInfo expected = info(longs(0xffffffffL, 17, 18, 19, 20), noCounts(), none(3));
        assertEquals(expected, MptcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 80)));
    }

    @Test
    void leavesEmptyWhatLinux5_16DoesNotTell() throws LinuxException {
        assertEquals(info(none(5), noCounts(), none(3)), MptcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 48)));
    }

    @Test
    void leavesEmptyWhatWasCut() throws LinuxException {
        OptionalInt[] counts = {OptionalInt.of(21), OptionalInt.of(22), OptionalInt.empty()};
        MptcpInfo inTheMiddle = info(longs(0xffffffffL, 17, 18, 19, 20), counts, none(3));
        assertEquals(inTheMiddle, MptcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 82)));
        OptionalLong[] bytesOnly = {
            OptionalLong.of(0xffffffffL),
            OptionalLong.of(17),
            OptionalLong.of(18),
            OptionalLong.empty(),
            OptionalLong.empty()
        };
        assertEquals(info(bytesOnly, noCounts(), none(3)), MptcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 71)));
    }

    @Test
    void refusesLessThanEveryKernelGives() {
        LinuxException cut =
                assertThrows(LinuxException.class, () -> MptcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 47)));
        assertEquals(Errno.EPROTO, cut.errno());
        assertEquals("the kernel returned 47 bytes, expected at least 48", cut.detail());
    }

    @Test
    void namesTheFlags() throws IOException {
        var struct = new StructBytes("mptcp.h", "mptcp_info");
        MptcpInfo fallback = MptcpInfoCodec.decode(
                ByteBuffer.wrap(struct.put("mptcpi_flags", 1).array()));
        assertTrue(fallback.fallback());
        assertFalse(fallback.remoteKeyReceived());
        MptcpInfo multipath = MptcpInfoCodec.decode(
                ByteBuffer.wrap(struct.put("mptcpi_flags", 2).array()));
        assertFalse(multipath.fallback());
        assertTrue(multipath.remoteKeyReceived());
    }

    private static MptcpInfo info(OptionalLong[] bytes, OptionalInt[] counts, OptionalLong[] times) {
        return new MptcpInfo(
                1,
                2,
                3,
                4,
                5,
                255,
                0x80000002L,
                0xfedcba98L,
                -1,
                11,
                12,
                13,
                14,
                true,
                bytes[0],
                bytes[1],
                bytes[2],
                bytes[3],
                bytes[4],
                counts[0],
                counts[1],
                counts[2],
                times[0],
                times[1],
                times[2]);
    }

    private static OptionalLong[] longs(long... values) {
        OptionalLong[] all = new OptionalLong[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = OptionalLong.of(values[i]);
        }
        return all;
    }

    private static OptionalLong[] none(int count) {
        OptionalLong[] all = new OptionalLong[count];
        Arrays.fill(all, OptionalLong.empty());
        return all;
    }

    private static OptionalInt[] noCounts() {
        return new OptionalInt[] {OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()};
    }
}
