package mptcp4j.cli.demo;

import java.io.IOException;
import java.time.Duration;

/** Tells a stream that stands still from one that is slow. Not thread-safe. */
final class Patience {
    private final Duration longest;
    private Duration progressAt = Duration.ZERO;
    private long progress;

    /** @param longest how long a stream may stand still */
    Patience(Duration longest) {
        this.longest = longest;
    }

    /**
     * Takes a look at the stream.
     *
     * @param now time since the transfer began
     * @param received how many bytes the receiver has
     * @throws IOException if it has had as many for too long
     */
    void check(Duration now, long received) throws IOException {
        if (received != progress) {
            progress = received;
            progressAt = now;
        }
        Duration still = now.minus(progressAt);
        if (still.compareTo(longest) > 0) {
            throw new IOException("the stream stood still: the receiver has " + received + " bytes and got none for "
                    + still.toSeconds() + " s");
        }
    }
}
