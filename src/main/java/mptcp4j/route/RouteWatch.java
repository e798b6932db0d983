package mptcp4j.route;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Deadline;
import mptcp4j.linux.Netns;
import mptcp4j.netlink.InconsistentDumpException;
import mptcp4j.netlink.NetlinkSocket;
import mptcp4j.netlink.Receiver;
import mptcp4j.netlink.Subscription;

/**
 * Watches the links, addresses, routes and rules of a network namespace. It needs no privilege.
 *
 * <pre>{@code
 * try (RouteWatch watch = RouteWatch.open()) {
 *     start(watch.state());
 *     while (watch.isOpen()) {
 *         for (RouteEvent event : watch.next(Duration.ofSeconds(1))) {
 *             if (event instanceof RouteEvent.AddressRemoved gone) {
 *                 closeSubflowsFrom(gone.last().address());
 *             }
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>What the kernel says is taken as a hint that something changed, and no more: the tables are read again, and the
 * difference to what they were is told. For one, the kernel does not say everything: when a link goes down, IPv4 routes
 * through it vanish without a message ({@code fib_sync_down_dev}), and a message of one next hop does not show what is left
 * of the route. For another, a state that is read is right even when messages were lost, so an overflow needs nothing of
 * its own: it is told as {@link RouteEvent.Overflow}, and the differences follow as ever. The user acts on
 * events alone, and keeps no tables of their own to compare; {@link #state} is what they add up to.
 *
 * <p>What came and went between two calls is not told. Each change costs a dump of the tables that it may have changed: about a
 * millisecond on a host, more where a routing daemon keeps a hundred thousand routes. Who needs no routes should not watch
 * them: {@link #open(NetworkTable...)}. While the tables change faster than they can be read, nothing is told but the overflow. One thread at a time takes events, others wait for it; {@link #close} may be called
 * meanwhile and ends the wait.
 */
public final class RouteWatch implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;
    /** So many are taken for one change; where they come without end, the others are for the next call. */
    private static final int MAX_DATAGRAMS = 4096;

    private final Receiver hints;
    private final Rtnetlink tables;
    private final Set<NetworkTable> watched;
    private final Set<NetworkTable> stale = EnumSet.noneOf(NetworkTable.class);
    private volatile NetworkState state;
    private boolean overflow;
    private volatile boolean open = true;

    /** Takes ownership of both, even when it throws. */
    RouteWatch(Receiver hints, Rtnetlink tables, Set<NetworkTable> watched) throws IOException {
        this.hints = hints;
        this.tables = tables;
        this.watched = EnumSet.copyOf(watched);
        try {
            state = tables.state(watched, NetworkState.EMPTY);
        } catch (InconsistentDumpException e) {
            state = NetworkState.EMPTY;
            stale.addAll(watched);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Opens it in the namespace of the calling thread; any thread may use it after. */
    public static RouteWatch open() throws IOException {
        return open(NetworkTable.values());
    }

    /**
     * Opens it in the namespace of the calling thread, for the links and some other tables. Those that are not given are empty in
     * {@link #state}, and nothing is told of them.
     *
     * @param others beside the links, which have to be read in any case
     */
    public static RouteWatch open(NetworkTable... others) throws IOException {
        Set<NetworkTable> watched = EnumSet.of(NetworkTable.LINKS, others);
        return open(BUFFER_BYTES, watched);
    }

    /**
     * Opens it in another namespace.
     *
     * @param namespace the file that stands for it, such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
     * @throws LinuxException ENOENT if there is no such file, EINVAL if it is no network namespace, EPERM without
     *     CAP_SYS_ADMIN there
     */
    public static RouteWatch open(Path namespace) throws IOException {
        try (Netns netns = Netns.open(namespace.toString())) {
            return netns.call(RouteWatch::open);
        }
    }

    /** What is said from the subscription on waits in its buffer while the tables are read, so nothing falls between. */
    static RouteWatch open(int bufferBytes, Set<NetworkTable> watched) throws IOException {
        Subscription hints = Subscription.open(NetlinkSocket.ROUTE, bufferBytes, Hint.groups(watched));
        try {
            return new RouteWatch(hints, Rtnetlink.open(), watched);
        } catch (IOException e) {
            hints.close();
            throw e;
        }
    }

    /**
     * Returns what is there: as it was when this was opened, with all that {@link #next} has told since. It begins with
     * nothing where all changed so fast then that it could not be read.
     */
    public NetworkState state() {
        return state;
    }

    /**
     * Waits for changes. An interrupt does not end that, {@link #close} does. A virtual thread that waits occupies its
     * carrier.
     *
     * @param timeout how long; zero does not wait
     * @return what changed; empty if nothing did in time, or if this is closed, before or meanwhile
     * @throws LinuxException if a socket fails, or a table cannot be read: the next call reads it again
     */
    public synchronized List<RouteEvent> next(Duration timeout) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        List<RouteEvent> events = List.of();
        try {
            do {
                take(stale.isEmpty() ? deadline.left() : Duration.ZERO);
                events = stale.isEmpty() ? List.of() : read();
            } while (events.isEmpty() && open && !deadline.left().isZero());
        } catch (LinuxException e) {
            if (open) {
                throw e;
            }
        }
        return events;
    }

    /** Returns whether {@link #close} was not called yet. */
    public boolean isOpen() {
        return open;
    }

    /** Ends the wait of another thread. */
    @Override
    public void close() {
        open = false;
        hints.close();
        tables.close();
    }

    private List<RouteEvent> read() throws IOException {
        List<RouteEvent> events = new ArrayList<>();
        if (overflow) {
            events.add(new RouteEvent.Overflow());
        }
        try {
            NetworkState now = tables.state(stale, state);
            events.addAll(Differences.between(state, now));
            state = now;
            stale.clear();
        } catch (InconsistentDumpException e) {
            // and read again
        }
        overflow = false;
        return List.copyOf(events);
    }

    /** Takes all hints that are there, as one reading answers them all. */
    private void take(Duration timeout) throws IOException {
        Duration wait = timeout;
        for (int i = 0; i < MAX_DATAGRAMS && hint(wait); i++) {
            wait = Duration.ZERO;
        }
    }

    private boolean hint(Duration timeout) throws IOException {
        try {
            Optional<ByteBuffer> hint = hints.receive(timeout);
            hint.ifPresent(said -> mark(Hint.of(said)));
            return hint.isPresent();
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.ENOBUFS)) {
                throw e;
            }
            overflow = true;
            mark(watched);
            return true;
        }
    }

    private void mark(Set<NetworkTable> changed) {
        changed.stream().filter(watched::contains).forEach(stale::add);
    }
}
