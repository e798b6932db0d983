package mptcp4j.socket;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import mptcp4j.pm.EventStream;
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
            return turn(opener.open());
        }
        try {
            events.resume();
        } catch (IOException | RuntimeException e) {
            events.close();
            throw e;
        }
        return turn(events);
    }

    private Turn turn(PathManagerEvents events) {
        return new Turn(events, () -> giveBack(events));
    }

    /** Returns a stream that serves nobody else: a daemon's. */
    static Turn once(EventStream events) {
        return new Turn(events, events::close);
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
    static final class Turn implements Closeable {
        private final EventStream events;
        private final Runnable giveBack;
        private boolean over;

        private Turn(EventStream events, Runnable giveBack) {
            this.events = events;
            this.giveBack = giveBack;
        }

        /** As {@link PathManagerEvents#next}. */
        Optional<PathManagerEvent> next(Duration timeout) throws IOException {
            return over ? Optional.empty() : events.next(timeout);
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                giveBack.run();
            }
        }
    }

    @FunctionalInterface
    interface Opener {
        PathManagerEvents open() throws IOException;
    }
}
