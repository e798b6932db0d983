package mptcp4j.daemon;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last decisions about one connection, for people who ask why. Not thread-safe. */
final class Journal {
    private static final int MOST = 32;

    private final Deque<Explanation.Decision> last = new ArrayDeque<>();

    void add(String what) {
        if (last.size() == MOST) {
            last.removeFirst();
        }
        last.addLast(new Explanation.Decision(Instant.now(), what));
    }

    List<Explanation.Decision> all() {
        return List.copyOf(last);
    }
}
