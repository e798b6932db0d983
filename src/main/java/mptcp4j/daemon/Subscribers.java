package mptcp4j.daemon;

import java.nio.file.attribute.UserPrincipal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who wants the events of which connection. Thread-safe: to ask whether anybody does costs who reads the kernel's events next to nothing. */
final class Subscribers {
    static final int MOST = 8192;
    static final int MOST_OF_USER = 4096;
    /** Of one user and connection: each event is written as often. */
    static final int MOST_OF_CONNECTION = 16;

    private final Map<Long, Map<Guest, Subscription>> byToken = new ConcurrentHashMap<>();
    private final Map<UserPrincipal, Integer> users = new HashMap<>();
    private int all;

    boolean has(long token) {
        return byToken.containsKey(token);
    }

    boolean isEmpty() {
        return byToken.isEmpty();
    }

    /** Returns those of now, and whoever comes while it is gone through. */
    Collection<Subscription> of(long token) {
        return byToken.getOrDefault(token, Map.of()).values();
    }

    /** Returns false where there are too many. Administrators have room always. */
    synchronized boolean add(Subscription its) {
        Caller caller = its.caller();
        int ofUser = users.getOrDefault(caller.user(), 0);
        boolean room = all < MOST && ofUser < MOST_OF_USER && ofConnection(its) < MOST_OF_CONNECTION;
        if (!room && !caller.administrator()) {
            return false;
        }
        byToken.computeIfAbsent(its.token(), token -> new ConcurrentHashMap<>(2))
                .put(its.guest(), its);
        users.put(caller.user(), ofUser + 1);
        all++;
        return true;
    }

    private long ofConnection(Subscription its) {
        return of(its.token()).stream()
                .filter(other -> other.caller().user().equals(its.caller().user()))
                .count();
    }

    synchronized void remove(Subscription its) {
        Map<Guest, Subscription> same = byToken.get(its.token());
        if (same == null || !same.remove(its.guest(), its)) {
            return;
        }
        if (same.isEmpty()) {
            byToken.remove(its.token());
        }
        all--;
        users.computeIfPresent(its.caller().user(), (user, count) -> count == 1 ? null : count - 1);
    }

    /** Returns each that wants any. */
    List<Subscription> all() {
        return byToken.values().stream().flatMap(same -> same.values().stream()).toList();
    }

    /**
     * What one client wants to hear.
     *
     * @param caller who the client is
     * @param cookie of the connection's socket, which no other one ever has: a token may be another connection's later
     * @param since the number of the last event before
     */
    record Subscription(Guest guest, Caller caller, long token, long cookie, long since) {}
}
