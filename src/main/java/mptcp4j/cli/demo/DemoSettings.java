package mptcp4j.cli.demo;

import java.time.Duration;
import mptcp4j.lab.Rate;

/**
 * What the user may choose. Immutable.
 *
 * @param rate of each path: below 10 Mbit/s the queues take longer to drain than a transfer lasts, and above 10 Gbit/s
 *     a path made of software keeps no rate
 * @param paths how many, from 2 to 8, which is the most subflows that a kernel's path manager opens
 * @param length how long each transfer sends, from 1 to 60 seconds
 */
public record DemoSettings(Rate rate, int paths, Duration length) {
    private static final Rate MIN_RATE = Rate.mbit(10);
    private static final Rate MAX_RATE = Rate.gbit(10);
    private static final int MIN_PATHS = 2;
    private static final int MAX_PATHS = 8;
    private static final Duration MIN_LENGTH = Duration.ofSeconds(1);
    private static final Duration MAX_LENGTH = Duration.ofSeconds(60);

    /** @throws IllegalArgumentException if one is out of its bounds, which the message names */
    public DemoSettings {
        require(
                rate.bitsPerSecond() >= MIN_RATE.bitsPerSecond() && rate.bitsPerSecond() <= MAX_RATE.bitsPerSecond(),
                "--rate is from " + MIN_RATE + " to " + MAX_RATE + " per path, not " + rate);
        require(
                paths >= MIN_PATHS && paths <= MAX_PATHS,
                "--paths is from " + MIN_PATHS + " to " + MAX_PATHS + ", not " + paths);
        require(
                length.compareTo(MIN_LENGTH) >= 0 && length.compareTo(MAX_LENGTH) <= 0,
                "--seconds is from " + MIN_LENGTH.toSeconds() + " to " + MAX_LENGTH.toSeconds() + ", not "
                        + length.toSeconds());
    }

    /** Returns the rate of one path in millions of bits per second. */
    public double pathMbps() {
        return rate.bitsPerSecond() / 1e6;
    }

    /** Returns the sum of the rates of all paths in millions of bits per second. */
    public double allPathsMbps() {
        return pathMbps() * paths;
    }

    /** Returns them in words: {@code 2 paths of 100mbit, 8 s per transfer}. */
    public String inWords() {
        return paths + " paths of " + rate + ", " + length.toSeconds() + " s per transfer";
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
