package mptcp4j.daemon;

import java.util.Optional;
import java.util.PriorityQueue;

/** What is to be done later. Not thread-safe. */
final class Timers {
    private final PriorityQueue<Timer> all = new PriorityQueue<>();

    /** @param at by {@link System#nanoTime} */
    void at(long at, Runnable task) {
        all.add(new Timer(at, task));
    }

    /** Takes something out whose time has come. */
    Optional<Runnable> due() {
        return nanosToNext() <= 0 ? Optional.of(all.remove().task) : Optional.empty();
    }

    /** Returns {@link Long#MAX_VALUE} where there is nothing to do. */
    long nanosToNext() {
        Timer first = all.peek();
        return first == null ? Long.MAX_VALUE : first.at - System.nanoTime();
    }

    private record Timer(long at, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return Long.signum(at - other.at);
        }
    }
}
