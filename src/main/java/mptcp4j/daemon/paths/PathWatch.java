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
import mptcp4j.linux.EndOfThread;
import mptcp4j.route.NetworkTable;
import mptcp4j.route.RouteEvent;
import mptcp4j.route.RouteProtocol;
import mptcp4j.route.RouteWatch;
import mptcp4j.route.Rtnetlink;
import org.jspecify.annotations.Nullable;

/**
 * Watches the paths of a network namespace, on a thread of its own, and tells each change of them: a loss at once, a return at once
 * or, where it flaps, by {@link Damping}. Renewed lifetimes and other names change no path but its name. It needs no privilege.
 * Thread-safe.
 *
 * <p>With source routing, an address is a path once packets from it leave through its interface: when the rules and routes for it are
 * made, which takes the gateway of the interface, or that it has but one other end. That needs CAP_NET_ADMIN.
 */
public final class PathWatch implements Closeable {
    /** Who has made the routes and rules of source routing, as the kernel shows it. */
    public static final RouteProtocol SOURCE_ROUTING = SourceTables.PROTOCOL;

    private static final System.Logger LOG = System.getLogger(PathWatch.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final RouteWatch watch;
    private final PathTracker tracker;
    private final Consumer<PathState> consumer;
    private final @Nullable SourceRouting routing;
    private final LongSupplier nanoTime;
    private final AtomicLong overflows = new AtomicLong();
    private final Thread thread;
    private volatile PathState state;

    /** Takes ownership of the watch and the routing. */
    PathWatch(
            RouteWatch watch,
            @Nullable SourceRouting routing,
            PathTracker tracker,
            Consumer<PathState> consumer,
            LongSupplier nanoTime) {
        this.watch = watch;
        this.routing = routing;
        this.tracker = tracker;
        this.consumer = consumer;
        this.nanoTime = nanoTime;
        PathState first = tracker.with(watch.state(), nanoTime.getAsLong());
        route(first);
        state = served(first);
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
        return open(rules, damping, false, consumer);
    }

    /**
     * Opens it with or without source routing. What that makes is removed when this is closed; and by the next one that is opened,
     * where this was killed before.
     */
    public static PathWatch open(
            InterfaceRules rules, Damping damping, boolean sourceRouting, Consumer<PathState> consumer)
            throws IOException {
        if (!sourceRouting) {
            SourceRouting.clean();
            return start(RouteWatch.open(NetworkTable.LINKS, NetworkTable.ADDRESSES), null, rules, damping, consumer);
        }
        var routing = new SourceRouting(Rtnetlink.open());
        try {
            return start(RouteWatch.open(), routing, rules, damping, consumer);
        } catch (IOException e) {
            routing.close();
            throw e;
        }
    }

    private static PathWatch start(
            RouteWatch watch,
            @Nullable SourceRouting routing,
            InterfaceRules rules,
            Damping damping,
            Consumer<PathState> consumer) {
        var paths = new PathWatch(watch, routing, new PathTracker(rules, damping), consumer, System::nanoTime);
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

    /**
     * Ends the thread, and waits for that; unless it is that thread which calls. With source routing, removes what was made.
     *
     * @throws IOException if that cannot be read any more; what cannot be removed is a warning
     */
    @Override
    public void close() throws IOException {
        try (SourceRouting last = routing) {
            end();
        }
    }

    private void end() {
        watch.close();
        LockSupport.unpark(thread);
        EndOfThread.await(thread);
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

    /** A loss is told before rules and routes are made, and a path after. */
    private void deliver(PathState now) {
        tell(served(now));
        if (routing != null) {
            route(now);
            tell(served(now));
        }
    }

    private void route(PathState now) {
        if (routing != null) {
            routing.apply(now.network(), now.paths());
        }
    }

    private PathState served(PathState all) {
        return routing == null
                ? all
                : new PathState(
                        all.paths().stream().filter(routing::serves).toList(),
                        all.losses(),
                        all.leftOut(),
                        all.network());
    }

    private void tell(PathState now) {
        boolean same = now.saysTheSame(state);
        state = now;
        if (!same) {
            consumer.accept(now);
        }
    }
}
