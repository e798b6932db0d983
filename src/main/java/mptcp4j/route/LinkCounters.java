package mptcp4j.route;

/**
 * What has passed a link since it was made, link-layer headers included. Immutable.
 *
 * @param rxPackets received
 * @param txPackets sent, which is after the queueing discipline
 * @param rxBytes received
 * @param txBytes sent
 */
public record LinkCounters(long rxPackets, long txPackets, long rxBytes, long txBytes) {}
