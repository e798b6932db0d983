package mptcp4j.cli.demo;

import java.time.Duration;

/**
 * A part of a transfer.
 *
 * @param from time since the transfer began
 * @param to time since the transfer began, after {@code from}
 */
public record Window(Duration from, Duration to) {
    private static final double BITS = 8;
    private static final double NANOS_PER_MICRO = 1000;

    /** @throws IllegalArgumentException if it is empty */
    public Window {
        if (from.compareTo(to) >= 0) {
            throw new IllegalArgumentException("from " + from + " to " + to);
        }
    }

    /**
     * Returns the last 60 percent of the time in which the sender sent: slow start is over, and what waits in queues
     * when the sender stops is not counted.
     */
    public static Window steady(Duration sending) {
        return new Window(sending.multipliedBy(2).dividedBy(5), sending);
    }

    /** Returns how many millions of bits per second that many bytes in this window are. */
    public double mbps(long bytes) {
        return bytes * BITS * NANOS_PER_MICRO / to.minus(from).toNanos();
    }
}
