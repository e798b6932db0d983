package mptcp4j.daemon;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How often it is tried whether silent paths are well again, by all connections together: the answer to one is the answer to all, so
 * that thousands of connections do not send thousands of SYNs. Of one thread.
 */
final class Probing {
    private static final int MOST_AT_ONCE = 8;
    private static final Duration OFTEN = Duration.ofMillis(300);
    private static final Duration SOMETIMES = Duration.ofSeconds(1);
    private static final Duration SELDOM = Duration.ofSeconds(5);
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    /** How long what one has found out holds for all. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final Duration MINUTES = Duration.ofMinutes(5);

    private final Map<InetAddress, Set<Managed.Begun>> active = new HashMap<>();
    private final Map<InetAddress, Duration> well = new HashMap<>();

    /**
     * A SYN that is lost is sent again after a second only: a new one is sooner.
     *
     * @param silent for how long already
     */
    static Duration pause(Duration silent) {
        if (silent.compareTo(HALF_A_MINUTE) < 0) {
            return OFTEN;
        }
        return silent.compareTo(MINUTES) < 0 ? SOMETIMES : SELDOM;
    }

    /** Returns whether one more may be tried from there: a few at a time, until one has an answer. */
    boolean mayBegin(InetAddress from, Duration now) {
        Duration answered = well.get(from);
        boolean isWell = answered != null && now.minus(answered).compareTo(FRESH) < 0;
        return isWell || active.getOrDefault(from, Set.of()).size() < MOST_AT_ONCE;
    }

    void begun(Managed.Begun one) {
        active.computeIfAbsent(one.known().from(), from -> new HashSet<>()).add(one);
    }

    /** One is over, however it ended. */
    void ended(Managed.Begun one) {
        Set<Managed.Begun> all = active.get(one.known().from());
        if (all != null && all.remove(one) && all.isEmpty()) {
            active.remove(one.known().from());
        }
    }

    /** One has an answer. */
    void answered(Managed.Begun one, Duration now) {
        ended(one);
        well.put(one.known().from(), now);
    }
}
