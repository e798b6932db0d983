package mptcp4j.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.daemon.policy.View.Way;
import mptcp4j.pm.Reset;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the ways of a connection, each from an address of ours to one of the peer's, whatever subflows come and go there.
 * Not thread-safe.
 */
final class Ways {
    private static final Duration UNKNOWN = Duration.ofSeconds(3);
    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(10);
    private static final int ROUND_TRIPS = 8;

    private final Attempts attempts = new Attempts();
    private final Map<Way, Demotion> demotions = new HashMap<>();
    /** Those that were silent, since when. */
    private final Map<Way, Duration> probed = new HashMap<>();

    private final Map<Way, Duration> roundTrips = new HashMap<>();

    Attempts attempts() {
        return attempts;
    }

    /** Remembers how long a round trip takes there. */
    void roundTrip(InetAddress from, InetSocketAddress to, Duration time) {
        roundTrips.put(new Way(from, to), time);
    }

    /** It holds up the others: it is backup for a time, twice as long each time. @return for how long */
    Duration demote(InetAddress from, InetSocketAddress to, Duration now) {
        var way = new Way(from, to);
        Demotion next = Demotion.after(demotions.get(way), now);
        demotions.put(way, next);
        return next.until().minus(now);
    }

    boolean isDemoted(InetAddress from, InetSocketAddress to, Duration now) {
        Demotion demotion = demotions.get(new Way(from, to));
        return demotion != null && now.compareTo(demotion.until()) < 0;
    }

    /** Nothing comes through: whether that is still so is tried again and again. */
    void probe(InetAddress from, InetSocketAddress to, Duration now) {
        probed.putIfAbsent(new Way(from, to), now);
    }

    boolean isProbed(InetAddress from, InetSocketAddress to) {
        return probed.containsKey(new Way(from, to));
    }

    boolean isProbedFrom(InetAddress from) {
        return probed.keySet().stream().anyMatch(way -> way.from().equals(from));
    }

    /** Something has come through, if only a refusal. */
    void heard(InetAddress from, InetSocketAddress to) {
        probed.remove(new Way(from, to));
    }

    /** As {@link Attempts#failed}; that nobody answers says nothing new of a way that is probed. */
    Duration failed(
            InetAddress from, InetSocketAddress to, @Nullable Errno error, @Nullable Reset reset, Duration now) {
        boolean expected = isProbed(from, to) && Errno.ETIMEDOUT.equals(error);
        return attempts.failed(from, to, error, reset, expected, now);
    }

    /** How long a SYN may go unanswered before it is given up: as long as the way needs, and longer each time. */
    Duration patience(InetAddress from, InetSocketAddress to, Duration now) {
        var way = new Way(from, to);
        Duration roundTrip = roundTrips.get(way);
        Duration since = probed.get(way);
        if (since != null) {
            Duration pause = Probing.pause(now.minus(since));
            return roundTrip == null ? pause : longer(pause, roundTrip.multipliedBy(2));
        }
        Duration first = roundTrip == null ? UNKNOWN : longer(LEAST, roundTrip.multipliedBy(ROUND_TRIPS));
        Duration patience = first.multipliedBy(1L << Math.min(attempts.count(from, to), 4));
        return patience.compareTo(MOST) < 0 ? patience : longer(MOST, first);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
