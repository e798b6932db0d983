package mptcp4j.daemon;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last decisions about one connection, for people who ask why. Words are made when somebody asks. Not thread-safe. */
final class Journal {
    private static final int MOST = 32;

    private final Deque<Entry> last = new ArrayDeque<>(4);

    /** @param what is made a text of by {@code toString()}, and must not change */
    void add(Object what) {
        if (last.size() == MOST) {
            last.removeFirst();
        }
        last.addLast(new Entry(System.currentTimeMillis(), what));
    }

    List<Explanation.Decision> all() {
        return last.stream().map(Entry::decision).toList();
    }

    private record Entry(long millis, Object what) {
        Explanation.Decision decision() {
            return new Explanation.Decision(Instant.ofEpochMilli(millis), what.toString());
        }
    }
}
