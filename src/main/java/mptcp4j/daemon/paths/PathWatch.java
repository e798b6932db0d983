package mptcp4j.daemon.paths;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import mptcp4j.daemon.config.Damping;
import mptcp4j.daemon.config.InterfaceRules;
import mptcp4j.route.NetworkTable;
import mptcp4j.route.RouteEvent;
import mptcp4j.route.RouteWatch;

/**
 * Watches the paths of a network namespace, on a thread of its own, and tells each change of them: a loss at once, a return at once
 * or, where it flaps, by {@link Damping}. Renewed lifetimes and other names change no path but its name. It needs no privilege.
 * Thread-safe.
 */
public final class PathWatch implements Closeable {
    private static final System.Logger LOG = System.getLogger(PathWatch.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final RouteWatch watch;
    private final PathTracker tracker;
    private final Consumer<PathState> consumer;
    private final LongSupplier nanoTime;
    private final AtomicLong overflows = new AtomicLong();
    private final Thread thread;
    private volatile PathState state;

    /** Takes ownership of the watch. */
    PathWatch(RouteWatch watch, PathTracker tracker, Consumer<PathState> consumer, LongSupplier nanoTime) {
        this.watch = watch;
        this.tracker = tracker;
        this.consumer = consumer;
        this.nanoTime = nanoTime;
        state = tracker.with(watch.state(), nanoTime.getAsLong());
        thread = new Thread(this::run, "mptcp4j-paths");
        thread.setDaemon(true);
    }

    /**
     * Opens it in the namespace of the calling thread.
     *
     * @param consumer gets each state after the first, on the thread of this, and should not wait; calls do not overlap
     * @throws mptcp4j.LinuxException if the kernel does not tell of its links and addresses
     */
    public static PathWatch open(InterfaceRules rules, Damping damping, Consumer<PathState> consumer)
            throws IOException {
        RouteWatch watch = RouteWatch.open(NetworkTable.LINKS, NetworkTable.ADDRESSES);
        var paths = new PathWatch(watch, new PathTracker(rules, damping), consumer, System::nanoTime);
        paths.thread.start();
        return paths;
    }

    /** Returns what there is: as it was told last, or when this was opened. */
    public PathState state() {
        return state;
    }

    /** Returns how often the kernel dropped what it had to tell. Nothing is lost by that: what there is was read again. */
    public long overflows() {
        return overflows.get();
    }

    /** Has other rules hold from now on. What changes by that is told on this thread, before it returns. */
    public synchronized void use(InterfaceRules rules) {
        deliver(tracker.with(rules, nanoTime.getAsLong()));
    }

    /** Ends the thread, and waits for that; unless it is that thread which calls. */
    @Override
    public void close() {
        watch.close();
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
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
        while (watch.isOpen()) {
            try {
                take(watch.next(untilDue()));
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot read links and addresses, tried again soon", e);
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a change of paths was not taken", e);
            }
        }
    }

    private synchronized Duration untilDue() {
        return tracker.due(nanoTime.getAsLong()).orElse(ChronoUnit.FOREVER.getDuration());
    }

    private synchronized void take(List<RouteEvent> events) {
        overflows.addAndGet(
                events.stream().filter(RouteEvent.Overflow.class::isInstance).count());
        long now = nanoTime.getAsLong();
        deliver(events.isEmpty() ? tracker.at(now) : tracker.with(watch.state(), now));
    }

    private void deliver(PathState now) {
        boolean same = now.saysTheSame(state);
        state = now;
        if (!same) {
            consumer.accept(now);
        }
    }
}
