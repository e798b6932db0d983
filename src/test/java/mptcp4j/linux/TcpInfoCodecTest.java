package mptcp4j.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;
import org.junit.jupiter.api.Test;

class TcpInfoCodecTest {
    private static final TcpInfo.AccurateEcn NO_ECN = new TcpInfo.AccurateEcn(
            none(), none(), none(), none(), none(), none(), none(), OptionalInt.empty(), OptionalInt.empty());

    private static final TcpInfo.AccurateEcn ECN = new TcpInfo.AccurateEcn(
            some(58),
            some(59),
            some(60),
            some(61),
            some(62),
            some(63),
            some(64),
            OptionalInt.of(65),
            OptionalInt.of(66));

    private final byte[] bytes = struct();

    TcpInfoCodecTest() throws IOException {}

    /** Every field has a value of its own, most of them with the highest bit set where that could go wrong. */
    private static byte[] struct() throws IOException {
        return new StructBytes("tcp.h", "tcp_info")
                .put("tcpi_state", 8)
                .put("tcpi_ca_state", 1)
                .put("tcpi_retransmits", 2)
                .put("tcpi_probes", 3)
                .put("tcpi_backoff", 4)
                .put("tcpi_options", 0xff)
                .put("tcpi_snd_wscale", 0xa7) // 7 to send, 10 to receive: two fields in a byte
                .put("tcpi_delivery_rate_app_limited", 1)
                .put("tcpi_rto", 0xffffffffL)
                .put("tcpi_ato", 6)
                .put("tcpi_snd_mss", 7)
                .put("tcpi_rcv_mss", 8)
                .put("tcpi_unacked", 9)
                .put("tcpi_sacked", 10)
                .put("tcpi_lost", 11)
                .put("tcpi_retrans", 12)
                .put("tcpi_fackets", 13)
                .put("tcpi_last_data_sent", 14)
                .put("tcpi_last_ack_sent", 15)
                .put("tcpi_last_data_recv", 16)
                .put("tcpi_last_ack_recv", 17)
                .put("tcpi_pmtu", 18)
                .put("tcpi_rcv_ssthresh", 19)
                .put("tcpi_rtt", 20)
                .put("tcpi_rttvar", 21)
                .put("tcpi_snd_ssthresh", 22)
                .put("tcpi_snd_cwnd", 23)
                .put("tcpi_advmss", 24)
                .put("tcpi_reordering", 25)
                .put("tcpi_rcv_rtt", 26)
                .put("tcpi_rcv_space", 27)
                .put("tcpi_total_retrans", 28)
                .put("tcpi_pacing_rate", 29)
                .put("tcpi_max_pacing_rate", -1)
                .put("tcpi_bytes_acked", 31)
                .put("tcpi_bytes_received", 32)
                .put("tcpi_segs_out", 33)
                .put("tcpi_segs_in", 34)
                .put("tcpi_notsent_bytes", 35)
                .put("tcpi_min_rtt", 36)
                .put("tcpi_data_segs_in", 37)
                .put("tcpi_data_segs_out", 38)
                .put("tcpi_delivery_rate", 39)
                .put("tcpi_busy_time", 40)
                .put("tcpi_rwnd_limited", 41)
                .put("tcpi_sndbuf_limited", 42)
                .put("tcpi_delivered", 43)
                .put("tcpi_delivered_ce", 44)
                .put("tcpi_bytes_sent", 45)
                .put("tcpi_bytes_retrans", 46)
                .put("tcpi_dsack_dups", 47)
                .put("tcpi_reord_seen", 48)
                .put("tcpi_rcv_ooopack", 49)
                .put("tcpi_snd_wnd", 50)
                .put("tcpi_rcv_wnd", 51)
                .put("tcpi_rehash", 52)
                .put("tcpi_total_rto", 0xffff)
                .put("tcpi_total_rto_recoveries", 54)
                .put("tcpi_total_rto_time", 55)
                .put("tcpi_received_ce", 58)
                .put("tcpi_delivered_e1_bytes", 59)
                .put("tcpi_delivered_e0_bytes", 60)
                .put("tcpi_delivered_ce_bytes", 61)
                .put("tcpi_received_e1_bytes", 62)
                .put("tcpi_received_e0_bytes", 63)
                .put("tcpi_received_ce_bytes", 64)
                .put("tcpi_accecn_fail_mode", 65)
                .put("tcpi_accecn_opt_seen", 66)
                .array();
    }

    @Test
    void readsAllOfLinux6_18() throws LinuxException {
        assertEquals(280, bytes.length);
        assertEquals(info(some(51), recovery(4), ECN), TcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 280)));
    }

    @Test
    void leavesEmptyWhatOlderKernelsDoNotTell() throws LinuxException {
        assertEquals(info(some(51), recovery(4), NO_ECN), TcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 248)), "6.7");
        assertEquals(info(some(51), recovery(1), NO_ECN), TcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 240)), "6.2");
        assertEquals(info(none(), recovery(0), NO_ECN), TcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 232)), "5.16");
    }

    @Test
    void leavesEmptyWhatWasCut() throws LinuxException {
        assertEquals(info(none(), recovery(0), NO_ECN), TcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 235)));
        assertEquals(info(some(51), recovery(2), NO_ECN), TcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 243)));
    }

    @Test
    void readsOneOfSeveral() throws LinuxException {
        byte[] two = Arrays.copyOf(new byte[248], 496);
        System.arraycopy(bytes, 0, two, 248, 248);
        assertEquals(info(some(51), recovery(4), NO_ECN), TcpInfoCodec.decode(ByteBuffer.wrap(two, 248, 248)));
        KernelStruct second = TcpInfoCodec.check(two, 248, 248);
        assertEquals(info(some(51), recovery(4), NO_ECN), TcpInfoCodec.decode(second));
        assertEquals(TcpInfoCodec.decode(second).state(), TcpInfoCodec.state(second));
    }

    @Test
    void refusesLessThanEveryKernelGives() {
        LinuxException cut =
                assertThrows(LinuxException.class, () -> TcpInfoCodec.decode(ByteBuffer.wrap(bytes, 0, 231)));
        assertEquals(Errno.EPROTO, cut.errno());
        LinuxException later = assertThrows(LinuxException.class, () -> TcpInfoCodec.check(bytes, 0, 231));
        assertEquals(Errno.EPROTO, later.errno());
    }

    @Test
    void namesTheStates() {
        assertEquals(TcpState.ESTABLISHED, TcpState.of(1));
        assertEquals(TcpState.CLOSE, TcpState.of(7));
        assertEquals(TcpState.LISTEN, TcpState.of(10));
        assertEquals(TcpState.NEW_SYN_RECV, TcpState.of(12));
        assertEquals(TcpState.UNKNOWN, TcpState.of(13));
        assertEquals(TcpState.UNKNOWN, TcpState.of(255));
    }

    private static TcpInfo info(OptionalLong ownWindow, TcpInfo.Recovery recovery, TcpInfo.AccurateEcn ecn) {
        return new TcpInfo(
                TcpState.CLOSE_WAIT,
                new TcpInfo.Times(20, 21, 36, 26, 0xffffffffL, 6, 14, 16, 17),
                new TcpInfo.Window(23, 22, 50, ownWindow, 27, 19, 7, 8, 24, 18, 7, 10, 0xff),
                new TcpInfo.Flight(9, 10, 11, 12, 25, 35),
                new TcpInfo.Traffic(45, 31, 32, 46, 33, 34, 38, 37, 28, 43, 44, 47, 48, 49),
                new TcpInfo.Rates(29, -1, 39, true, 40, 41, 42),
                recovery,
                ecn);
    }

    /** @param known how many of the fields after {@code snd_wnd} and {@code rcv_wnd} there are */
    private static TcpInfo.Recovery recovery(int known) {
        return new TcpInfo.Recovery(
                1,
                2,
                3,
                4,
                known > 0 ? some(52) : none(),
                known > 1 ? OptionalInt.of(0xffff) : OptionalInt.empty(),
                known > 2 ? OptionalInt.of(54) : OptionalInt.empty(),
                known > 3 ? some(55) : none());
    }

    private static OptionalLong some(long value) {
        return OptionalLong.of(value);
    }

    private static OptionalLong none() {
        return OptionalLong.empty();
    }
}
