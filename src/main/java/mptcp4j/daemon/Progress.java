package mptcp4j.daemon;

import java.time.Duration;

/**
 * How fast a subflow brings bytes to the peer, over the last half second or a bit more.
 *
 * @param from when the bytes were counted that the rate is of
 * @param bytesThen how many the peer had acknowledged then
 * @param to when they were counted next, at least half a second later
 * @param bytesNow how many it had acknowledged then
 */
record Progress(Duration from, long bytesThen, Duration to, long bytesNow) {
    private static final Duration STRETCH = Duration.ofMillis(500);

    static Progress start(long bytes, Duration at) {
        return new Progress(at, bytes, at, bytes);
    }

    Progress next(long bytes, Duration at) {
        return at.minus(to).compareTo(STRETCH) < 0 ? this : new Progress(to, bytesNow, at, bytes);
    }

    /** Returns whether there is a rate yet. */
    boolean isKnown() {
        return to.compareTo(from) > 0;
    }

    double bytesPerSecond() {
        return isKnown() ? (bytesNow - bytesThen) * 1e9 / to.minus(from).toNanos() : 0;
    }
}
