package mptcp4j.daemon;

import java.time.Duration;

/** Tells the time, which is since the daemon was started. */
@FunctionalInterface
interface Clock {
    Duration now();

    static Clock start() {
        long begun = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - begun);
    }
}
