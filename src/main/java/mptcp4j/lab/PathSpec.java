package mptcp4j.lab;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a path between two hosts shall be like, the same in both directions. Immutable: each method that changes
 * something returns a new one.
 *
 * @param client the host whose MPTCP connections use it; it gets an address and a routing table for it
 * @param server the host at the other end
 * @param rate how fast it is, or null for as fast as the machine
 * @param queue how long a packet may wait before a path with a rate drops it
 * @param delay how long a packet travels; needs a kernel with netem, as do jitter and loss
 * @param jitter how far the delay of a packet may be off, either way
 * @param loss the share of packets that are lost, from 0 to 1
 * @param backup whether MPTCP shall use it only while no other path works; never the first path of a client
 */
public record PathSpec(
        String client,
        String server,
        @Nullable Rate rate,
        Duration queue,
        Duration delay,
        Duration jitter,
        double loss,
        boolean backup) {
    private static final Duration QUEUE = Duration.ofMillis(50);
    /** A link's name begins with the first letter of its host's. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

    /** @throws IllegalArgumentException if a host's name is none, both are the same, or a number is out of its range */
    public PathSpec {
        if (!NAME.matcher(client).matches() || !NAME.matcher(server).matches() || client.equals(server)) {
            throw new IllegalArgumentException("a path needs two hosts, not '" + client + "' and '" + server + "'");
        }
        if (queue.isNegative() || queue.isZero() || delay.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException("queue " + queue + ", delay " + delay + ", jitter " + jitter);
        }
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("loss is a share from 0 to 1: " + loss);
        }
    }

    /** Returns a path without a rate, delay or loss, with room for 50 ms in its queue once it has a rate. */
    public static PathSpec between(String client, String server) {
        return new PathSpec(client, server, null, QUEUE, Duration.ZERO, Duration.ZERO, 0, false);
    }

    public PathSpec rate(Rate limit) {
        return new PathSpec(client, server, limit, queue, delay, jitter, loss, backup);
    }

    public PathSpec queue(Duration longestWait) {
        return new PathSpec(client, server, rate, longestWait, delay, jitter, loss, backup);
    }

    public PathSpec delay(Duration oneWay) {
        return delay(oneWay, Duration.ZERO);
    }

    public PathSpec delay(Duration oneWay, Duration eitherWay) {
        return new PathSpec(client, server, rate, queue, oneWay, eitherWay, loss, backup);
    }

    public PathSpec loss(double share) {
        return new PathSpec(client, server, rate, queue, delay, jitter, share, backup);
    }

    public PathSpec asBackup() {
        return new PathSpec(client, server, rate, queue, delay, jitter, loss, true);
    }

    boolean needsNetem() {
        return !delay.isZero() || !jitter.isZero() || loss > 0;
    }
}
