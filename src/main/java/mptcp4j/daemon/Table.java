package mptcp4j.daemon;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connections that are managed, by token. Of one thread. */
final class Table {
    private final Map<Long, Managed> connections = new LinkedHashMap<>();

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

    Optional<Managed> remove(long token) {
        return Optional.ofNullable(connections.remove(token));
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
