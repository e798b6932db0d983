package mptcp4j;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One snapshot of a TCP connection or subflow ({@code struct tcp_info}, {@code include/uapi/linux/tcp.h}), in groups. What
 * the running kernel is too old to tell is empty. Times are in microseconds or milliseconds, as their names say. Numbers of
 * 64 bits are unsigned, those of 32 wrap around.
 *
 * @param state of the connection
 * @param times round trips and timers
 * @param window how much may be sent, either way
 * @param flight what is on its way
 * @param traffic what has been sent and received so far
 * @param rates how fast, and what it waited for
 * @param recovery retransmission timeouts
 * @param ecn congestion marks with Accurate ECN. Since 6.18
 */
public record TcpInfo(
        TcpState state,
        Times times,
        Window window,
        Flight flight,
        Traffic traffic,
        Rates rates,
        Recovery recovery,
        AccurateEcn ecn) {
    /**
     * Round trips and timers.
     *
     * @param rttMicros smoothed round-trip time
     * @param rttVarianceMicros its mean deviation
     * @param minRttMicros the least seen in the kernel's window (five minutes); 2<sup>32</sup> - 1 if none was measured
     * @param receiverRttMicros as the receiver estimates it; 0 if it has not
     * @param retransmissionTimeoutMicros how long it waits for an acknowledgement
     * @param delayedAckTimeoutMicros how long it delays one
     * @param lastDataSentMillis since data was sent
     * @param lastDataReceivedMillis since data was received
     * @param lastAckReceivedMillis since an acknowledgement was received
     */
    public record Times(
            long rttMicros,
            long rttVarianceMicros,
            long minRttMicros,
            long receiverRttMicros,
            long retransmissionTimeoutMicros,
            long delayedAckTimeoutMicros,
            long lastDataSentMillis,
            long lastDataReceivedMillis,
            long lastAckReceivedMillis) {}

    /**
     * How much may be sent, either way.
     *
     * @param congestionSegments the congestion window, in segments
     * @param slowStartThresholdSegments where slow start ends; 2<sup>31</sup> - 1 until it was set
     * @param peerBytes the window that the peer offers
     * @param ownBytes the window offered to the peer. Since 6.2
     * @param receiveSpaceBytes what the receive buffer is tuned for
     * @param receiveThresholdBytes the most that is offered at present
     * @param sendMss bytes of a segment sent
     * @param receiveMss bytes of a segment received
     * @param advertisedMss bytes of a segment that the peer was told
     * @param pathMtu bytes of a packet
     * @param sendScale shift of the window that the peer offers
     * @param receiveScale shift of the window offered to the peer
     * @param options {@code TCPI_OPT_*}: 1 timestamps, 2 SACK, 4 window scale, 8 ECN, 16 ECN seen, 32 data in SYN
     */
    public record Window(
            long congestionSegments,
            long slowStartThresholdSegments,
            long peerBytes,
            OptionalLong ownBytes,
            long receiveSpaceBytes,
            long receiveThresholdBytes,
            long sendMss,
            long receiveMss,
            long advertisedMss,
            long pathMtu,
            int sendScale,
            int receiveScale,
            int options) {}

    /**
     * What is on its way, in segments.
     *
     * @param unacknowledged sent and not acknowledged
     * @param selectivelyAcknowledged of these, arrived behind a gap
     * @param lost of these, taken for lost
     * @param retransmitted of these, sent again
     * @param reordering how far segments may overtake each other before one is taken for lost
     * @param notSentBytes bytes that the program wrote and that were not sent yet
     */
    public record Flight(
            long unacknowledged,
            long selectivelyAcknowledged,
            long lost,
            long retransmitted,
            long reordering,
            long notSentBytes) {}

    /**
     * What has been sent and received so far.
     *
     * @param bytesSent payload, that sent again included
     * @param bytesAcknowledged payload that the peer has acknowledged
     * @param bytesReceived payload received
     * @param bytesRetransmitted payload sent again
     * @param segmentsOut segments sent
     * @param segmentsIn segments received
     * @param dataSegmentsOut segments with data sent
     * @param dataSegmentsIn segments with data received
     * @param segmentsRetransmitted segments sent again
     * @param delivered segments that arrived at the peer
     * @param deliveredMarked of these, with a congestion mark
     * @param duplicates segments that the peer reports to have got twice
     * @param reorderings times that reordering was seen
     * @param outOfOrder segments received out of order
     */
    public record Traffic(
            long bytesSent,
            long bytesAcknowledged,
            long bytesReceived,
            long bytesRetransmitted,
            long segmentsOut,
            long segmentsIn,
            long dataSegmentsOut,
            long dataSegmentsIn,
            long segmentsRetransmitted,
            long delivered,
            long deliveredMarked,
            long duplicates,
            long reorderings,
            long outOfOrder) {}

    /**
     * How fast, and what it waited for.
     *
     * @param pacing bytes a second at most at present; all ones if there is no limit
     * @param maxPacing bytes a second at most ever; all ones if there is no limit
     * @param delivery bytes a second that arrived lately
     * @param deliveryLimitedByProgram whether that was all there was to send
     * @param busyMicros time with data to send
     * @param windowLimitedMicros of that, waiting for the peer's window
     * @param bufferLimitedMicros of that, waiting for room in the send buffer
     */
    public record Rates(
            long pacing,
            long maxPacing,
            long delivery,
            boolean deliveryLimitedByProgram,
            long busyMicros,
            long windowLimitedMicros,
            long bufferLimitedMicros) {}

    /**
     * Retransmission timeouts.
     *
     * @param congestionState {@code TCP_CA_*}: 0 open, 1 disorder, 2 window reduced, 3 recovery, 4 loss
     * @param retransmits timeouts since the last acknowledgement
     * @param probes zero-window probes without an answer
     * @param backoff how often the timeout was doubled
     * @param rehashes times that another path through the network was tried. Since 6.2
     * @param timeouts timeouts so far. Since 6.7
     * @param recoveries recoveries from them. Since 6.7
     * @param recoveryMillis time spent in them. Since 6.7
     */
    public record Recovery(
            int congestionState,
            int retransmits,
            int probes,
            int backoff,
            OptionalLong rehashes,
            OptionalInt timeouts,
            OptionalInt recoveries,
            OptionalLong recoveryMillis) {}

    /**
     * Congestion marks with Accurate ECN; all empty before Linux 6.18.
     *
     * @param receivedMarked segments received with a congestion mark
     * @param deliveredEct1Bytes bytes that arrived marked ECT(1)
     * @param deliveredEct0Bytes bytes that arrived marked ECT(0)
     * @param deliveredMarkedBytes bytes that arrived with a congestion mark
     * @param receivedEct1Bytes bytes received marked ECT(1)
     * @param receivedEct0Bytes bytes received marked ECT(0)
     * @param receivedMarkedBytes bytes received with a congestion mark
     * @param failureMode {@code TCP_ACCECN_*_FAIL_*}: what of it does not work on this path
     * @param optionSeen {@code TCP_ACCECN_OPT_*}: whether its option arrives
     */
    public record AccurateEcn(
            OptionalLong receivedMarked,
            OptionalLong deliveredEct1Bytes,
            OptionalLong deliveredEct0Bytes,
            OptionalLong deliveredMarkedBytes,
            OptionalLong receivedEct1Bytes,
            OptionalLong receivedEct0Bytes,
            OptionalLong receivedMarkedBytes,
            OptionalInt failureMode,
            OptionalInt optionSeen) {}
}
