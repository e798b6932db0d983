package mptcp4j.socket;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvents;
import org.jspecify.annotations.Nullable;

/**
 * Sockets for the events of one network namespace, for waits that are short: to open a socket costs more than what is waited for.
 * There are as many as are waited with at a time, and a few that are paused. Thread-safe.
 */
final class EventSockets implements Closeable {
    private static final int MOST_PAUSED = 2;

    private final Deque<PathManagerEvents> paused = new ArrayDeque<>();
    private boolean closed;

    /** @param opener of another one, where none is paused */
    Turn begin(Opener opener) throws IOException {
        PathManagerEvents events = take();
        if (events == null) {
            return new Turn(opener.open());
        }
        try {
            events.resume();
        } catch (IOException | RuntimeException e) {
            events.close();
            throw e;
        }
        return new Turn(events);
    }

    private synchronized @Nullable PathManagerEvents take() {
        return paused.poll();
    }

    /** One that cannot be paused is of no use any more, which is nothing to who has waited with it. */
    private void giveBack(PathManagerEvents events) {
        boolean kept = false;
        try {
            events.pause();
            kept = keep(events);
        } catch (IOException e) {
            kept = false;
        } finally {
            if (!kept) {
                events.close();
            }
        }
    }

    private synchronized boolean keep(PathManagerEvents events) {
        return !closed && paused.size() < MOST_PAUSED && paused.add(events);
    }

    /** Those that are waited with are closed at the end of that. */
    @Override
    public synchronized void close() {
        closed = true;
        paused.forEach(PathManagerEvents::close);
        paused.clear();
    }

    /** A stream of events, of one thread. */
    final class Turn implements Closeable {
        private final PathManagerEvents events;
        private boolean over;

        private Turn(PathManagerEvents events) {
            this.events = events;
        }

        /** As {@link PathManagerEvents#next}. */
        Optional<PathManagerEvent> next(Duration timeout) throws IOException {
            return over ? Optional.empty() : events.next(timeout);
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                giveBack(events);
            }
        }
    }

    @FunctionalInterface
    interface Opener {
        PathManagerEvents open() throws IOException;
    }
}
