package mptcp4j.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.daemon.policy.View;
import mptcp4j.pm.Reset;
import org.jspecify.annotations.Nullable;

/**
 * When a subflow from an address to another may be tried again, after it failed. What the peer forbids for good is not tried again; what
 * may pass is, after twice as long each time. Not thread-safe.
 */
final class Attempts {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration EARLY = Duration.ofMillis(50);
    /** The route comes a moment after the address. */
    private static final Duration SOON = Duration.ofMillis(10);

    private static final Set<Errno> NO_WAY_YET = Set.of(Errno.ENETUNREACH, Errno.EADDRNOTAVAIL, Errno.ENODEV);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PEER_HAS_NO_ROOM = Duration.ofSeconds(30);
    /** Without the peer's word that it is transient. */
    private static final Duration PEER_SAYS_NO = Duration.ofMinutes(10);

    private static final int LACK_OF_RESOURCES = 2;
    private static final int UNACCEPTABLE_PERFORMANCE = 5;

    private final Map<View.Way, Failure> failures = new HashMap<>();

    /** Returns how long one has to wait yet; zero if it may be tried. */
    Duration wait(InetAddress from, InetSocketAddress to, Duration now) {
        Failure failure = failures.get(new View.Way(from, to));
        if (failure == null) {
            return Duration.ZERO;
        }
        Duration left = failure.until.minus(now);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns what did not work when it was tried last. */
    List<View.Way> failing() {
        return List.copyOf(failures.keySet());
    }

    /** Returns how often it failed in a row. */
    int count(InetAddress from, InetSocketAddress to) {
        Failure failure = failures.get(new View.Way(from, to));
        return failure == null ? 0 : failure.count;
    }

    /** It works, and did for a while. */
    void succeeded(InetAddress from, InetSocketAddress to) {
        failures.remove(new View.Way(from, to));
    }

    /** It may be tried at once. */
    void now(InetAddress from, InetSocketAddress to) {
        failures.computeIfPresent(new View.Way(from, to), (way, failure) -> new Failure(failure.count, Duration.ZERO));
    }

    /** All is different by now. */
    void forgetAll() {
        failures.clear();
    }

    /** The address is there again, or the route: what was in the way of it is not any more. */
    void forget(InetAddress from) {
        failures.keySet().removeIf(way -> way.from().equals(from));
    }

    /**
     * It failed, or ended before its time.
     *
     * @param probing whether it is tried to see when a path that was good comes back: then the pauses are all the same
     * @return how long to wait before it is tried again
     */
    Duration failed(
            InetAddress from,
            InetSocketAddress to,
            @Nullable Errno error,
            @Nullable Reset reset,
            boolean probing,
            Duration now) {
        var way = new View.Way(from, to);
        Failure before = failures.get(way);
        int count = before == null ? 1 : before.count + 1;
        Duration pause = pause(error, reset, probing ? 1 : count);
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
        if (error == null) {
            return longer(FIRST, count);
        }
        if (error.equals(Errno.ENOTCONN)) {
            return longer(EARLY, count); // the connection is not fully established, or is about to end
        }
        return longer(NO_WAY_YET.contains(error) ? SOON : FIRST, count);
    }

    private static Duration longer(Duration first, int count) {
        Duration doubled = first.multipliedBy(1L << Math.min(count - 1, 13));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** @param until since the daemon was started */
    private record Failure(int count, Duration until) {}
}
