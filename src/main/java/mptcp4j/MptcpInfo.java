package mptcp4j;

import java.util.OptionalInt;
import java.util.OptionalLong;

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
}
