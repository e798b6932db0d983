package mptcp4j.linux;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;

/** Reads {@code struct mptcp_info}. What comes later than Linux 5.9 is named with the kernel that brought it. */
public final class MptcpInfoCodec {
    /** Room for what kernels may add. */
    public static final int BUFFER_SIZE = 256;

    /** The size up to Linux 6.4, and the least that is read. */
    private static final int MIN_SIZE = 48;

    private MptcpInfoCodec() {}

    /**
     * <pre>
     *  0 u8  subflows           1 u8 add_addr_signal       2 u8 add_addr_accepted
     *  3 u8  subflows_max       4 u8 add_addr_signal_max   5 u8 add_addr_accepted_max
     *  8 u32 flags             12 u32 token
     * 16 u64 write_seq         24 u64 snd_una             32 u64 rcv_nxt
     * 40 u8  local_addr_used   41 u8 local_addr_max       42 u8 csum_enabled                  5.12, 5.14; 48 bytes
     * 44 u32 retransmits       padding up to 6.4, so there only if the next are
     * 48 u64 bytes_retrans     56 u64 bytes_sent          64 u64 bytes_received   72 u64 bytes_acked    6.5; 80 bytes
     * 80 u8  subflows_total    81 u8 endp_laminar_max     82 u8 endp_fullmesh_max   6.8, 6.18, 6.19; 88 bytes
     * 84 u32 last_data_sent    padding up to 6.9, so there only if the next are
     * 88 u32 last_data_recv    92 u32 last_ack_recv                                          6.10; 96 bytes
     * </pre>
     *
     * @param bytes from its position to its limit; these stay
     * @throws LinuxException with EPROTO if there are fewer bytes than every kernel gives
     */
    public static MptcpInfo decode(ByteBuffer bytes) throws LinuxException {
        var in = new KernelStruct("MPTCP_INFO", MIN_SIZE, bytes);
        return new MptcpInfo(
                in.u8(0),
                in.u8(1),
                in.u8(2),
                in.u8(3),
                in.u8(4),
                in.u8(5),
                in.u32(8),
                in.u32(12),
                in.u64(16),
                in.u64(24),
                in.u64(32),
                in.u8(40),
                in.u8(41),
                in.u8(42) != 0,
                in.has(48, Long.BYTES) ? in.optionalU32(44) : OptionalLong.empty(),
                in.optionalU64(48),
                in.optionalU64(56),
                in.optionalU64(64),
                in.optionalU64(72),
                in.optionalU8(80),
                in.optionalU8(81),
                in.optionalU8(82),
                in.has(88, Integer.BYTES) ? in.optionalU32(84) : OptionalLong.empty(),
                in.optionalU32(88),
                in.optionalU32(92));
    }
}
