package mptcp4j.socket;

import static mptcp4j.linux.Abi.SOL_SOCKET;
import static mptcp4j.socket.SocketAbi.SO_NETNS_COOKIE;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.bpf.LiveOptions;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.linux.Fd;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvents;
import mptcp4j.pm.ReusableEvents;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's doors to what options of the socket do not reach, for one connection. Each is opened when it is first needed, in
 * the network namespace of the thread, which has to be the connection's, and stays open until nobody can reach this any more.
 */
final class Control {
    private static final Cleaner CLEANER = Cleaner.create();
    static final String ENDED = "the connection has ended: both ends closed it, or the peer aborted it";
    private static final KernelOption NAMESPACE = KernelOption.ofLong("SO_NETNS_COOKIE", SOL_SOCKET, SO_NETNS_COOKIE);

    private final ConnectionDescriptor descriptor;
    private final Doors doors = new Doors();
    private final List<ReusableEvents> eventSockets = new ArrayList<>();
    private @Nullable PathManager pathManager;
    private @Nullable ConnectionPathManager ofConnection;
    private @Nullable Connections connections;
    private @Nullable LiveOptions liveOptions;

    Control(ConnectionDescriptor descriptor) {
        this.descriptor = descriptor;
        CLEANER.register(this, doors::close);
    }

    ConnectionDescriptor descriptor() {
        return descriptor;
    }

    /** Returns where the connection began, whatever has become of its first subflow. */
    InetSocketAddress initialLocal() {
        return descriptor.local();
    }

    /** Returns the peer's address and port that it began with. */
    InetSocketAddress initialRemote() {
        return descriptor.remote();
    }

    /** @throws LinuxException EOPNOTSUPP if the connection is not multipath; ENOTCONN if the peer has aborted it */
    long token() throws IOException {
        MptcpInfo info = descriptor.call(ConnectionReader::info);
        if (info.token() == 0) {
            throw new LinuxException("steer the connection", Errno.ENOTCONN, ENDED);
        }
        return info.token();
    }

    /** A connection keeps its token until it ends: who asks later is told by the kernel that there is none of it. */
    synchronized ConnectionPathManager pathManager() throws IOException {
        if (ofConnection == null) {
            ofConnection = wholePathManager().connection(token());
        }
        return ofConnection;
    }

    /** Returns the path manager of the namespace: what it does counts for other connections, too. */
    synchronized PathManager wholePathManager() throws IOException {
        if (pathManager == null) {
            requireSameNamespace();
            pathManager = doors.keep(PathManager.open(), PathManager::close);
        }
        return pathManager;
    }

    synchronized Connections connections() throws IOException {
        if (connections == null) {
            requireSameNamespace();
            connections = doors.keep(Connections.open(), Connections::close);
        }
        return connections;
    }

    /** Returns what gets and sets options of subflows; it has to be used in the connection's namespace, too. */
    synchronized LiveOptions liveOptions() throws IOException {
        if (liveOptions == null) {
            liveOptions = doors.keep(LiveOptions.open(), LiveOptions::close);
        }
        return liveOptions;
    }

    /**
     * Looks a subflow up.
     *
     * @throws LinuxException EPERM before Linux 6.15 without CAP_NET_ADMIN: the kernel does not say then which sockets are subflows
     */
    Optional<mptcp4j.diag.Subflow> details(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        Optional<mptcp4j.diag.Subflow> found = connections().subflow(local, remote, Detail.SUBFLOWS);
        if (found.isEmpty() && isSilent()) {
            throw new LinuxException(
                    "subflow show",
                    Errno.EPERM,
                    "before Linux 6.15 the kernel tells of subflows only who has CAP_NET_ADMIN in the user namespace"
                            + " that owns the network namespace");
        }
        return found;
    }

    /** Returns whether the kernel keeps to itself which subflows the connection has. */
    private boolean isSilent() throws IOException {
        return connections()
                .find(token(), Detail.SUBFLOWS)
                .filter(connection -> connection.subflows().isEmpty())
                .isPresent();
    }

    /** Returns a new stream of events, which is the calling thread's to close. Its socket serves the next one, too. */
    synchronized PathManagerEvents events() throws IOException {
        for (ReusableEvents socket : eventSockets) {
            Optional<PathManagerEvents> events = socket.begin();
            if (events.isPresent()) {
                return events.get();
            }
        }
        requireSameNamespace();
        ReusableEvents another =
                doors.keep(ReusableEvents.open(PathManagerEvents.DEFAULT_BUFFER), ReusableEvents::close);
        eventSockets.add(another);
        return another.begin().orElseThrow();
    }

    /**
     * Returns a new stream of events with a socket of its own.
     *
     * @param bufferBytes how much may wait in the kernel
     */
    PathManagerEvents events(int bufferBytes) throws IOException {
        requireSameNamespace();
        return PathManagerEvents.open(bufferBytes);
    }

    /** A door opens to the namespace of the thread; the same token and addresses may be another connection there. */
    void requireSameNamespace() throws IOException {
        try (Fd here = MptcpSockets.open()) {
            if (namespace(here.number()) != descriptor.call(Control::namespace)) {
                throw new LinuxException(
                        "steer the connection",
                        Errno.EINVAL,
                        "the socket was opened in another network namespace than that of this thread");
            }
        }
    }

    /** Returns the cookie of a socket's namespace, or 0 before Linux 5.14, which does not tell. */
    private static long namespace(int fd) throws LinuxException {
        try {
            return NAMESPACE.readLong(fd);
        } catch (LinuxException e) {
            if (KernelOption.isUnknown(e.errno())) {
                return 0;
            }
            throw e;
        }
    }

    /**
     * What the cleaner closes: it must not lead back to what it waits for to go. A cleaner says nobody what went wrong, but to
     * close a door does not fail.
     */
    private static final class Doors {
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
