package mptcp4j.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.pm.Reset;
import org.jspecify.annotations.Nullable;

/**
 * When a subflow from an address to another may be tried again, after it failed. What the peer forbids for good is not tried again; what
 * may pass is, after twice as long each time. Not thread-safe.
 */
final class Attempts {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PEER_HAS_NO_ROOM = Duration.ofSeconds(30);
    /** Without the peer's word that it is transient. */
    private static final Duration PEER_SAYS_NO = Duration.ofMinutes(10);

    private static final int LACK_OF_RESOURCES = 2;
    private static final int UNACCEPTABLE_PERFORMANCE = 5;

    private final Map<Way, Failure> failures = new HashMap<>();

    /** Returns how long one has to wait yet; zero if it may be tried. */
    Duration wait(InetAddress from, InetSocketAddress to, Duration now) {
        Failure failure = failures.get(new Way(from, to));
        if (failure == null) {
            return Duration.ZERO;
        }
        Duration left = failure.until.minus(now);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** It works. */
    void succeeded(InetAddress from, InetSocketAddress to) {
        failures.remove(new Way(from, to));
    }

    /** The address is there again, or the route: what was in the way of it is not any more. */
    void forget(InetAddress from) {
        failures.keySet().removeIf(way -> way.from.equals(from));
    }

    /**
     * It failed, or ended before its time.
     *
     * @param probing whether it is tried to see when a path that was good comes back: then it is tried at a steady pace
     * @return how long to wait before it is tried again
     */
    Duration failed(
            InetAddress from,
            InetSocketAddress to,
            @Nullable Errno error,
            @Nullable Reset reset,
            boolean probing,
            Duration now) {
        var way = new Way(from, to);
        Failure before = failures.get(way);
        int count = before == null ? 1 : before.count + 1;
        Duration pause = probing ? FIRST : pause(error, reset, count);
        failures.put(way, new Failure(count, now.plus(pause)));
        return pause;
    }

    private static Duration pause(@Nullable Errno error, @Nullable Reset reset, int count) {
        if (reset != null && reset.reason() != 0) {
            return switch (reset.reason()) {
                case LACK_OF_RESOURCES, UNACCEPTABLE_PERFORMANCE -> longer(PEER_HAS_NO_ROOM, count);
                default -> reset.isTransient() ? longer(PEER_HAS_NO_ROOM, count) : PEER_SAYS_NO;
            };
        }
        if (error != null && error.equals(Errno.ENOTCONN)) {
            return Duration.ofMillis(50); // too early: the connection is not fully established
        }
        return longer(FIRST, count);
    }

    private static Duration longer(Duration first, int count) {
        Duration doubled = first.multipliedBy(1L << Math.min(count - 1, 10));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    private record Way(InetAddress from, InetSocketAddress to) {}

    /** @param until since the daemon was started */
    private record Failure(int count, Duration until) {}
}
