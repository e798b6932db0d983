package mptcp4j.daemon;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants the events of which connection. Thread-safe: to ask whether anybody does costs who reads the kernel's events next to nothing. */
final class Subscribers {
    private final Map<Long, List<Subscription>> byToken = new ConcurrentHashMap<>();

    boolean has(long token) {
        return byToken.containsKey(token);
    }

    boolean isEmpty() {
        return byToken.isEmpty();
    }

    List<Subscription> of(long token) {
        return byToken.getOrDefault(token, List.of());
    }

    void add(Subscription subscription) {
        byToken.compute(subscription.token(), (token, others) -> {
            List<Subscription> all = others == null ? new CopyOnWriteArrayList<>() : others;
            all.add(subscription);
            return all;
        });
    }

    void remove(Subscription subscription) {
        byToken.computeIfPresent(subscription.token(), (token, all) -> {
            all.remove(subscription);
            return all.isEmpty() ? null : all;
        });
    }

    /** Returns each that wants any. */
    List<Subscription> all() {
        return byToken.values().stream().flatMap(List::stream).toList();
    }

    /**
     * What one client wants to hear.
     *
     * @param cookie of the connection's socket, which no other one ever has: a token may be another connection's later
     */
    record Subscription(Guest guest, long token, long cookie) {}
}
