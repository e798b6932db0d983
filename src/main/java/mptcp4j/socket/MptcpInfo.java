package mptcp4j.socket;

import java.util.OptionalInt;
import java.util.OptionalLong;
import mptcp4j.LinuxException;

/**
 * One snapshot of an MPTCP connection ({@code struct mptcp_info}, {@code include/uapi/linux/mptcp.h}). What the running
 * kernel is too old to tell is empty. Limits and counts of the path manager are 0 on a connection that is steered from
 * user space. Numbers of 64 bits are unsigned; print them with {@link Long#toUnsignedString(long)}.
 *
 * @param subflows subflows beyond the first
 * @param addAddrSignal addresses announced to the peer
 * @param addAddrAccepted addresses of the peer that were accepted
 * @param subflowsMax the limit of {@code subflows}
 * @param addAddrSignalMax endpoints to be announced
 * @param addAddrAcceptedMax the limit of {@code addAddrAccepted}
 * @param flags {@code MPTCP_INFO_FLAG_*}; those known have methods here
 * @param token names the connection within its network namespace, from 0 to 2<sup>32</sup> - 1. The peer has its own
 * @param writeSequence sequence number of the next byte that the program writes
 * @param unacknowledged sequence number of the first byte that the peer has not acknowledged
 * @param receiveNext sequence number of the next byte expected of the peer
 * @param localAddressesUsed endpoints that subflows were created from
 * @param localAddressesMax endpoints that subflows may be created from
 * @param checksums whether the data has checksums of MPTCP. Since 5.14
 * @param retransmits timeouts that made MPTCP send data again on another subflow. Since 6.5
 * @param bytesRetransmitted bytes sent again on another subflow. Since 6.5
 * @param bytesSent bytes sent, those again included. Since 6.5
 * @param bytesReceived bytes received in order. Since 6.5
 * @param bytesAcked bytes that the peer has acknowledged. Since 6.5
 * @param subflowsTotal subflows, the first included while it lives. Since 6.8
 * @param laminarEndpointsMax laminar endpoints; 0 before 6.18, empty before 6.8
 * @param fullmeshEndpointsMax fullmesh endpoints; 0 before 6.19, empty before 6.8
 * @param lastDataSentMillis milliseconds since data was sent. Since 6.10
 * @param lastDataReceivedMillis milliseconds since data was received. Since 6.10
 * @param lastAckReceivedMillis milliseconds since an acknowledgement was received. Since 6.10
 */
public record MptcpInfo(
        int subflows,
        int addAddrSignal,
        int addAddrAccepted,
        int subflowsMax,
        int addAddrSignalMax,
        int addAddrAcceptedMax,
        long flags,
        long token,
        long writeSequence,
        long unacknowledged,
        long receiveNext,
        int localAddressesUsed,
        int localAddressesMax,
        boolean checksums,
        OptionalLong retransmits,
        OptionalLong bytesRetransmitted,
        OptionalLong bytesSent,
        OptionalLong bytesReceived,
        OptionalLong bytesAcked,
        OptionalInt subflowsTotal,
        OptionalInt laminarEndpointsMax,
        OptionalInt fullmeshEndpointsMax,
        OptionalLong lastDataSentMillis,
        OptionalLong lastDataReceivedMillis,
        OptionalLong lastAckReceivedMillis) {
    /** The size up to Linux 6.4, and the least that is read. */
    static final int MIN_SIZE = 48;
    /** Room for what kernels may add. */
    static final int BUFFER_SIZE = 256;

    private static final int FLAG_FALLBACK = 1;
    private static final int FLAG_REMOTE_KEY_RECEIVED = 2;

    /** Returns whether the connection has fallen back to plain TCP. */
    public boolean fallback() {
        return (flags & FLAG_FALLBACK) != 0;
    }

    /** Returns whether the peer's key has arrived, so that both know each other as MPTCP. */
    public boolean remoteKeyReceived() {
        return (flags & FLAG_REMOTE_KEY_RECEIVED) != 0;
    }

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
     */
    static MptcpInfo decode(byte[] bytes, int length) throws LinuxException {
        var in = new KernelStruct("MPTCP_INFO", MIN_SIZE, bytes, 0, length);
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
