package mptcp4j.daemon;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connections that are managed, by token. Of one thread. */
final class Table {
    private static final Duration LONGEST_READING = Duration.ofSeconds(30);

    private final Map<Long, Managed> connections = new LinkedHashMap<>();
    /** When those ended that ended lately, in that order. */
    private final Map<Long, Duration> ended = new LinkedHashMap<>();

    Optional<Managed> find(long token) {
        return Optional.ofNullable(connections.get(token));
    }

    /** Returns whether it is managed still: another one may have its token later. */
    boolean has(Managed connection) {
        return find(connection.token()).filter(connection::equals).isPresent();
    }

    void add(Managed connection) {
        connections.put(connection.token(), connection);
    }

    /** It has ended. @return it, if it was known */
    Optional<Managed> remove(long token, Duration now) {
        ended.remove(token);
        ended.put(token, now);
        var oldest = ended.entrySet().iterator();
        while (oldest.hasNext() && now.minus(oldest.next().getValue()).compareTo(LONGEST_READING) > 0) {
            oldest.remove();
        }
        return Optional.ofNullable(connections.remove(token));
    }

    /** Returns whether one of the token has ended since some moment: what was read from then on may be of the time before. */
    boolean endedSince(long token, Duration moment) {
        Duration end = ended.get(token);
        return end != null && end.compareTo(moment) >= 0;
    }

    Collection<Managed> all() {
        return connections.values();
    }

    /** Returns those of this moment: they may come and go while they are gone through. */
    List<Managed> copy() {
        return List.copyOf(connections.values());
    }

    int size() {
        return connections.size();
    }
}
