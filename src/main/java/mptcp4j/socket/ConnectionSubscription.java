package mptcp4j.socket;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mptcp4j.LinuxException;

/**
 * Tells a listener what happens to one connection, until it is closed or the connection is over, whichever is first. Calls the
 * listener on one daemon thread of its own, one event after the other; a listener that takes its time delays itself alone, and loses
 * nothing but what {@link EventSource#POLLING} misses. Thread-safe.
 *
 * <p>What the listener throws goes to the {@linkplain Thread#getUncaughtExceptionHandler uncaught exception handler} of that
 * thread, and the next event comes all the same. Where the kernel refuses to tell any more, such as without memory, that goes there too,
 * as an {@link UncheckedIOException}, and the subscription ends.
 */
public final class ConnectionSubscription implements Closeable {
    private static final Duration LONG = Duration.ofHours(1);

    private final ChangeSource source;
    private final Consumer<? super ConnectionEvent> listener;
    private final Runnable atEnd;
    private final List<Subflow> first;
    private final Thread thread;
    private volatile boolean open = true;

    private ConnectionSubscription(
            ChangeSource source, List<Subflow> first, Consumer<? super ConnectionEvent> listener, Runnable atEnd) {
        this.source = source;
        this.first = first;
        this.listener = listener;
        this.atEnd = atEnd;
        this.thread = new Thread(this::run, "mptcp4j-events");
        thread.setDaemon(true);
    }

    /**
     * Starts one.
     *
     * @param source which it closes at its end
     * @param atEnd what else to do then
     */
    static ConnectionSubscription start(ChangeSource source, Consumer<? super ConnectionEvent> listener, Runnable atEnd)
            throws IOException {
        var subscription = new ConnectionSubscription(source, source.begin(), listener, atEnd);
        subscription.thread.start();
        return subscription;
    }

    /** Returns where it knows from. */
    public EventSource source() {
        return source.refusal().isPresent() ? EventSource.POLLING : EventSource.KERNEL;
    }

    /** Returns why the kernel does not tell its events: EPERM without CAP_NET_ADMIN. Empty where it does. */
    public Optional<LinuxException> refusal() {
        return source.refusal();
    }

    /** Returns the subflows that there were when it began: each event is a change of that, or of what the events before it made of it. */
    public List<Subflow> first() {
        return first;
    }

    /** Returns whether events may come still. */
    public boolean isOpen() {
        return open;
    }

    /**
     * Ends it. When this returns, the listener has returned and is not called again; called by the listener itself, it is not called
     * again. Waits for a listener that is busy, so the caller must hold no lock that it waits for. Has no effect on one that has
     * ended.
     */
    @Override
    public void close() {
        open = false;
        source.close();
        if (!Thread.currentThread().equals(thread)) {
            awaitEnd();
        }
    }

    /** An interrupt does not end the wait, and stays set. */
    private void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (source) {
            while (open) {
                source.next(LONG).forEach(this::tell);
            }
        } catch (IOException e) {
            if (open) {
                report(new UncheckedIOException(e));
            }
        } finally {
            open = false;
            atEnd.run();
        }
    }

    private void tell(ConnectionEvent event) {
        if (!open) {
            return;
        }
        try {
            listener.accept(event);
        } catch (Throwable e) {
            report(e);
        }
        if (event instanceof ConnectionEvent.ConnectionClosed) {
            open = false;
        }
    }

    private void report(Throwable e) {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
}
