package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.MptcpInfo;
import mptcp4j.bpf.LiveOptions;
import mptcp4j.diag.Connections;
import mptcp4j.diag.Detail;
import mptcp4j.pm.EventStream;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvents;
import org.jspecify.annotations.Nullable;

/** What commands one connection: its descriptor, and the kernel's doors to what options of the socket do not reach. Thread-safe. */
final class Control {
    static final String ENDED = "the connection has ended: both ends closed it, or the peer aborted it";

    /** Neither comes while the program runs: a right, or what the kernel or the machine lacks. */
    private static final Set<Errno> FOR_GOOD = Set.of(Errno.EPERM, Errno.ENOSYS);

    private final ConnectionDescriptor descriptor;
    /** What subflows from an address were bound to: to who asks with that the kernel tells of one without a search. */
    private final Map<InetAddress, Integer> links = new ConcurrentHashMap<>();

    private @Nullable Doors doors;
    private @Nullable KernelOrDaemon ofConnection;
    private @Nullable SharedOptions options;
    private @Nullable LinuxException noOptions;

    Control(ConnectionDescriptor descriptor) {
        this.descriptor = descriptor;
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
            throw new LinuxException("read the token", Errno.ENOTCONN, ENDED);
        }
        return info.token();
    }

    /** A connection keeps its token until it ends: who asks later is told by the kernel that there is none of it. */
    synchronized KernelOrDaemon pathManager() throws IOException {
        if (ofConnection == null) {
            Doors shared = doors();
            ofConnection = new KernelOrDaemon(shared.pathManager().connection(token()), shared.daemon());
        }
        return ofConnection;
    }

    /** Returns the path manager of the namespace: what it does counts for other connections, too. */
    PathManager wholePathManager() throws IOException {
        return doors().pathManager();
    }

    Connections connections() throws IOException {
        return doors().connections();
    }

    /** Returns the lock of who makes a subflow, of whatever connection of the namespace. */
    Lock starting() throws IOException {
        return doors().starting();
    }

    /** Who has the doors may be anywhere; to get them takes a thread in the namespace, open or not: else it would be left to chance. */
    private synchronized Doors doors() throws IOException {
        if (doors == null) {
            Doors shared = Doors.of(descriptor);
            shared.requireHere();
            doors = shared;
        }
        return doors;
    }

    /**
     * Returns what gets and sets options of subflows; it has to be used in the connection's namespace. To load the program takes
     * milliseconds also where it is refused, so that is tried once.
     */
    synchronized LiveOptions liveOptions() throws IOException {
        if (noOptions != null) {
            var again = new LinuxException(noOptions.operation(), noOptions.errno(), noOptions.detail());
            again.initCause(noOptions);
            throw again;
        }
        if (options == null) {
            try {
                options = SharedOptions.get();
            } catch (LinuxException e) {
                noOptions = FOR_GOOD.contains(e.errno()) ? e : null;
                throw e;
            }
        }
        return options.live();
    }

    /**
     * Looks a subflow up.
     *
     * @param link that it is bound to, 0 if that is not known: then the one that the last from its address was bound to
     * @throws LinuxException EPERM before Linux 6.15 without CAP_NET_ADMIN: the kernel does not say then which sockets are subflows
     */
    Optional<mptcp4j.diag.Subflow> details(InetSocketAddress local, InetSocketAddress remote, int link)
            throws IOException {
        int likely = link != 0 ? link : links.getOrDefault(local.getAddress(), 0);
        Optional<mptcp4j.diag.Subflow> found = connections().subflow(local, remote, likely, Detail.SUBFLOWS);
        found.filter(its -> its.interfaceIndex() != 0)
                .ifPresent(its -> links.put(local.getAddress(), its.interfaceIndex()));
        if (found.isEmpty() && isSilent()) {
            throw new LinuxException(
                    "subflow show",
                    Errno.EPERM,
                    "before Linux 6.15 the kernel tells of subflows only who has CAP_NET_ADMIN in the user namespace"
                            + " that owns the network namespace");
        }
        return found;
    }

    /** Returns whether the kernel keeps to itself which subflows the connection has: since 6.15 it tells everyone. */
    private boolean isSilent() throws IOException {
        if (KernelRelease.running().isAtLeast(6, 15)) {
            return false;
        }
        Optional<Long> token = tokenIfAny();
        return token.isPresent()
                && connections()
                        .find(token.get(), Detail.SUBFLOWS)
                        .filter(connection -> connection.subflows().isEmpty())
                        .isPresent();
    }

    /** Returns empty if the connection is over, or has fallen back: it has no subflows then. */
    private Optional<Long> tokenIfAny() throws IOException {
        try {
            return Optional.of(token());
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.ENOTCONN) || e.errno().equals(Errno.EOPNOTSUPP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Returns a new stream of events, which is the calling thread's to close. Its socket serves the next one, too.
     *
     * @param token of this connection: a daemon tells of no other one
     */
    EventSockets.Turn events(long token) throws IOException {
        return doors().events(token);
    }

    /**
     * Returns a new stream of events with a socket of its own.
     *
     * @param token of this connection: a daemon tells of no other one
     * @param bufferBytes how much may wait in the kernel
     */
    EventStream events(long token, int bufferBytes) throws IOException {
        Doors shared = doors();
        shared.requireHere();
        try {
            return PathManagerEvents.open(bufferBytes);
        } catch (LinuxException e) {
            if (!KernelOrDaemon.lacksTheRight(e)) {
                throw e;
            }
            return shared.daemon().events(token, this::isSteeredByDaemon, e);
        }
    }

    private synchronized boolean isSteeredByDaemon() {
        return ofConnection != null && ofConnection.isSteeredByDaemon();
    }

    /** @throws LinuxException EINVAL from a thread that is in another namespace than the connection */
    void requireSameNamespace() throws IOException {
        doors().requireHere();
    }
}
