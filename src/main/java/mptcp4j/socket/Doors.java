package mptcp4j.socket;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.diag.Connections;
import mptcp4j.linux.Libc;
import mptcp4j.linux.NamespaceCookie;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvents;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's doors to what options of a socket do not reach, in one network namespace: all its connections share them. Each is opened
 * when it is first needed, by a thread that is in the namespace, and stays open while anybody can reach this. Thread-safe; requests
 * through one door wait for each other.
 */
final class Doors {
    private static final Cleaner CLEANER = Cleaner.create();

    /** Weak, so that nothing stays open for nobody. */
    private static final Map<Long, WeakReference<Doors>> OF_NAMESPACES = new HashMap<>();

    private final long namespace;
    private final Opened opened = new Opened();
    private final Lock starting = new ReentrantLock();
    private final EventSockets eventSockets = opened.keep(new EventSockets(), EventSockets::close);
    private final DaemonDoor daemon;
    private volatile @Nullable LinuxException noEvents;
    private @Nullable PathManager pathManager;
    private @Nullable Connections connections;

    private Doors(long namespace) {
        this.namespace = namespace;
        this.daemon = opened.keep(new DaemonDoor(namespace), DaemonDoor::close);
        closeWhenUnreachable(this, opened::close);
    }

    /** @param close which must not lead back to the object */
    static void closeWhenUnreachable(Object object, Runnable close) {
        CLEANER.register(object, close);
    }

    /** Returns those of a socket's namespace; before Linux 5.14 nobody else's. */
    static Doors of(ConnectionDescriptor descriptor) throws IOException {
        long namespace = descriptor.call(fd -> NamespaceCookie.of(Libc.get(), fd));
        if (namespace == NamespaceCookie.UNKNOWN) {
            return new Doors(NamespaceCookie.UNKNOWN);
        }
        synchronized (OF_NAMESPACES) {
            WeakReference<Doors> known = OF_NAMESPACES.get(namespace);
            Doors doors = known == null ? null : known.get();
            if (doors == null) {
                OF_NAMESPACES.values().removeIf(others -> others.refersTo(null));
                doors = new Doors(namespace);
                OF_NAMESPACES.put(namespace, new WeakReference<>(doors));
            }
            return doors;
        }
    }

    /** A door opens to the namespace of the thread; the same token and addresses may be another connection there. */
    void requireHere() throws IOException {
        if (NamespaceCookie.ofThread() != namespace) {
            throw new LinuxException(
                    "steer the connection",
                    Errno.EINVAL,
                    "the socket was opened in another network namespace than that of this thread");
        }
    }

    /**
     * Returns what is held from before a subflow is made until it is known which one it is: the kernel does not say, so it is the one
     * that was not there before, if nobody makes another meanwhile.
     */
    Lock starting() {
        return starting;
    }

    synchronized PathManager pathManager() throws IOException {
        if (pathManager == null) {
            requireHere();
            pathManager = opened.keep(PathManager.open(), PathManager::close);
        }
        return pathManager;
    }

    synchronized Connections connections() throws IOException {
        if (connections == null) {
            requireHere();
            connections = opened.keep(Connections.open(), Connections::close);
        }
        return connections;
    }

    /** Returns the way to who does what the kernel refuses. */
    DaemonDoor daemon() {
        return daemon;
    }

    /** Returns a new stream of events, which is the calling thread's to close. Its socket serves the next one, too. */
    EventSockets.Turn events(long token) throws IOException {
        LinuxException known = noEvents;
        if (known == null) {
            try {
                return eventSockets.begin(this::openEvents);
            } catch (LinuxException e) {
                if (!KernelOrDaemon.lacksTheRight(e)) {
                    throw e;
                }
                known = e;
            }
        }
        EventSockets.Turn events = EventSockets.once(daemon.events(token, () -> false, known));
        noEvents = known;
        return events;
    }

    private PathManagerEvents openEvents() throws IOException {
        requireHere();
        return PathManagerEvents.open();
    }

    /**
     * What the cleaner closes: it must not lead back to what it waits for to go. A cleaner says nobody what went wrong, but to
     * close a door does not fail.
     */
    private static final class Opened {
        private final Deque<Runnable> closers = new ArrayDeque<>();

        synchronized <T> T keep(T door, Consumer<T> close) {
            closers.push(() -> close.accept(door));
            return door;
        }

        synchronized void close() {
            while (!closers.isEmpty()) {
                closers.pop().run();
            }
        }
    }
}
