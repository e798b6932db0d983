package mptcp4j.diag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The subflows that the kernel told about, to be found by their connection. Not thread-safe. */
final class SubflowTable {
    private static final Comparator<Subflow> INITIAL_FIRST = Comparator.comparing(Subflow::initial)
            .reversed()
            .thenComparingInt(Subflow::localId)
            .thenComparingInt(Subflow::remoteId)
            .thenComparingInt(subflow -> subflow.local().getPort())
            .thenComparingLong(Subflow::cookie);

    private final Map<Long, List<Subflow>> byToken = new HashMap<>();

    void addAll(List<Optional<Subflow>> subflows) {
        for (Optional<Subflow> subflow : subflows) {
            subflow.ifPresent(this::add);
        }
    }

    /** The kernel walks its table while it changes, and may tell of the same socket twice. */
    private void add(Subflow subflow) {
        List<Subflow> siblings = byToken.computeIfAbsent(subflow.token(), token -> new ArrayList<>(2));
        for (Subflow sibling : siblings) {
            if (sibling.cookie() == subflow.cookie()) {
                return;
            }
        }
        siblings.add(subflow);
    }

    /** Returns those of a connection, in order; none where nothing was told. */
    List<Subflow> of(Connection connection) {
        List<Subflow> its = byToken.getOrDefault(connection.token(), List.of());
        if (its.size() > 1) {
            its.sort(INITIAL_FIRST);
        }
        return its;
    }

    /**
     * Returns whether the kernel tells what connection a TCP socket belongs to. Up to 6.14 it does so with CAP_NET_ADMIN only,
     * which shows by the mark; later ones tell everyone, which shows as soon as there is a subflow.
     */
    boolean tells(Connection connection) {
        return connection.socket().mark().isPresent() || !byToken.isEmpty();
    }
}
