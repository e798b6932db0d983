package mptcp4j.linux;

import java.nio.ByteBuffer;
import mptcp4j.LinuxException;
import mptcp4j.TcpInfo;
import mptcp4j.TcpState;

/**
 * Reads {@code struct tcp_info}. Each table is in the order of the structure: offset, type, name without {@code tcpi_}, and
 * for later fields the kernel that brought them.
 */
public final class TcpInfoCodec {
    private static final String NAME = "TCP_INFO";
    /** The size up to Linux 6.1, and the least that is read. */
    private static final int MIN_SIZE = 232;
    /** The size since Linux 6.18. */
    public static final int MAX_SIZE = 280;

    private TcpInfoCodec() {}

    /**
     * <pre>
     * 0 u8 state
     * </pre>
     *
     * @param bytes from its position to its limit; these stay
     * @throws LinuxException with EPROTO if there are fewer bytes than every kernel gives
     */
    public static TcpInfo decode(ByteBuffer bytes) throws LinuxException {
        return decode(new KernelStruct(NAME, MIN_SIZE, bytes));
    }

    /** As the other, of bytes that {@link #check} took. */
    public static TcpInfo decode(KernelStruct in) {
        return new TcpInfo(
                state(in), times(in), window(in), flight(in), traffic(in), rates(in), recovery(in), accurateEcn(in));
    }

    /**
     * Takes bytes that may be decoded later.
     *
     * @param bytes stay as they are for as long as that is wanted
     * @throws LinuxException with EPROTO if there are fewer bytes than every kernel gives
     */
    public static KernelStruct check(byte[] bytes, int start, int length) throws LinuxException {
        return new KernelStruct(NAME, MIN_SIZE, bytes, start, length);
    }

    /** Returns the state alone. */
    public static TcpState state(KernelStruct in) {
        return TcpState.of(in.u8(0));
    }

    /**
     * <pre>
     *  8 u32 rto              12 u32 ato
     * 44 u32 last_data_sent   52 u32 last_data_recv   56 u32 last_ack_recv   (48, last_ack_sent, is always 0)
     * 68 u32 rtt              72 u32 rttvar           92 u32 rcv_rtt         148 u32 min_rtt
     * </pre>
     */
    private static TcpInfo.Times times(KernelStruct in) {
        return new TcpInfo.Times(
                in.u32(68),
                in.u32(72),
                in.u32(148),
                in.u32(92),
                in.u32(8),
                in.u32(12),
                in.u32(44),
                in.u32(52),
                in.u32(56));
    }

    /**
     * <pre>
     *  5 u8  options         6 u8  snd_wscale, rcv_wscale: 4 bits each
     * 16 u32 snd_mss        20 u32 rcv_mss       60 u32 pmtu     64 u32 rcv_ssthresh
     * 76 u32 snd_ssthresh   80 u32 snd_cwnd      84 u32 advmss   96 u32 rcv_space
     * 228 u32 snd_wnd      232 u32 rcv_wnd, 6.2
     * </pre>
     */
    private static TcpInfo.Window window(KernelStruct in) {
        return new TcpInfo.Window(
                in.u32(80),
                in.u32(76),
                in.u32(228),
                in.optionalU32(232),
                in.u32(96),
                in.u32(64),
                in.u32(16),
                in.u32(20),
                in.u32(84),
                in.u32(60),
                in.bits(6, 0, 4),
                in.bits(6, 4, 4),
                in.u8(5));
    }

    /**
     * <pre>
     * 24 u32 unacked   28 u32 sacked   32 u32 lost   36 u32 retrans   (40, fackets, is always 0)
     * 88 u32 reordering   144 u32 notsent_bytes
     * </pre>
     */
    private static TcpInfo.Flight flight(KernelStruct in) {
        return new TcpInfo.Flight(in.u32(24), in.u32(28), in.u32(32), in.u32(36), in.u32(88), in.u32(144));
    }

    /**
     * <pre>
     * 100 u32 total_retrans   120 u64 bytes_acked    128 u64 bytes_received
     * 136 u32 segs_out        140 u32 segs_in        152 u32 data_segs_in     156 u32 data_segs_out
     * 192 u32 delivered       196 u32 delivered_ce   200 u64 bytes_sent       208 u64 bytes_retrans
     * 216 u32 dsack_dups      220 u32 reord_seen     224 u32 rcv_ooopack
     * </pre>
     */
    private static TcpInfo.Traffic traffic(KernelStruct in) {
        return new TcpInfo.Traffic(
                in.u64(200),
                in.u64(120),
                in.u64(128),
                in.u64(208),
                in.u32(136),
                in.u32(140),
                in.u32(156),
                in.u32(152),
                in.u32(100),
                in.u32(192),
                in.u32(196),
                in.u32(216),
                in.u32(220),
                in.u32(224));
    }

    /**
     * <pre>
     * 7 u8 bit 0 delivery_rate_app_limited
     * 104 u64 pacing_rate     112 u64 max_pacing_rate
     * 160 u64 delivery_rate   168 u64 busy_time         176 u64 rwnd_limited   184 u64 sndbuf_limited
     * </pre>
     */
    private static TcpInfo.Rates rates(KernelStruct in) {
        return new TcpInfo.Rates(
                in.u64(104), in.u64(112), in.u64(160), in.bits(7, 0, 1) != 0, in.u64(168), in.u64(176), in.u64(184));
    }

    /**
     * <pre>
     * 1 u8 ca_state   2 u8 retransmits   3 u8 probes   4 u8 backoff
     * 236 u32 rehash, 6.2: 240 bytes
     * 240 u16 total_rto   242 u16 total_rto_recoveries   244 u32 total_rto_time, 6.7: 248 bytes
     * </pre>
     */
    private static TcpInfo.Recovery recovery(KernelStruct in) {
        return new TcpInfo.Recovery(
                in.u8(1),
                in.u8(2),
                in.u8(3),
                in.u8(4),
                in.optionalU32(236),
                in.optionalU16(240),
                in.optionalU16(242),
                in.optionalU32(244));
    }

    /**
     * <pre>
     * 248 u32 received_ce          252 u32 delivered_e1_bytes   256 u32 delivered_e0_bytes   260 u32 delivered_ce_bytes
     * 264 u32 received_e1_bytes    268 u32 received_e0_bytes    272 u32 received_ce_bytes
     * 276 u16 accecn_fail_mode     278 u16 accecn_opt_seen, 6.18: 280 bytes
     * </pre>
     */
    private static TcpInfo.AccurateEcn accurateEcn(KernelStruct in) {
        return new TcpInfo.AccurateEcn(
                in.optionalU32(248),
                in.optionalU32(252),
                in.optionalU32(256),
                in.optionalU32(260),
                in.optionalU32(264),
                in.optionalU32(268),
                in.optionalU32(272),
                in.optionalU16(276),
                in.optionalU16(278));
    }
}
