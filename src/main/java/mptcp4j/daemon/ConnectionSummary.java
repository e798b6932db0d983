package mptcp4j.daemon;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A connection that the daemon knows.
 *
 * @param token names it in its network namespace
 * @param server whether the peer connected to us
 * @param local address and port here that it began with
 * @param remote the peer's
 * @param subflows how many it has
 * @param rule the rule that it met
 * @param policy what decides
 * @param steered whether its application steers it, and no policy does
 * @param age since it was seen first
 */
public record ConnectionSummary(
        long token,
        boolean server,
        InetSocketAddress local,
        InetSocketAddress remote,
        int subflows,
        String rule,
        String policy,
        boolean steered,
        Duration age) {}
