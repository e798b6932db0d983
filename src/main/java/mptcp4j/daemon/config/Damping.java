package mptcp4j.daemon.config;

import java.time.Duration;

/**
 * When an interface that comes and goes is left alone for a while. One that comes back for the first time is used at once.
 *
 * @param losses how often it may go away within a time before it has to wait; 0 if it never has to
 * @param within that time
 * @param hold how long it has to stay up before it is used again
 */
public record Damping(int losses, Duration within, Duration hold) {
    /** What holds where nothing is said. */
    public static final Damping DEFAULT = new Damping(4, Duration.ofSeconds(10), Duration.ofSeconds(2));
}
