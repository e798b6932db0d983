package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.AddressIds;
import mptcp4j.pm.LocalAddress;
import mptcp4j.pm.SubflowCommands;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the local addresses of one connection. What was learnt once is trusted until the kernel contradicts: it gives out
 * ids, too, and other programs may steer the connection. As long as this object is there, an address keeps its id when its last
 * subflow ends, so that it has the same when it comes back, as the peer may know it; only where all ids are given out, those are free
 * that nothing uses. A new object for the same connection knows of what is used by then, and of nothing else.
 *
 * <p>The kernel forgets an address when one subflow from it is destroyed, though it may have others, and may have been
 * announced. So its list is not all that counts. Thread-safe.
 */
final class LocalIds {
    private static final String CONTRADICTION = "did not match address and id";

    private final InetAddress initial;
    private final InUse inUse;
    private final Map<Integer, LocalAddress> announced = new HashMap<>();
    private @Nullable AddressIds ids;

    /**
     * @param initial the address that the connection began with, which has id 0
     * @param inUse tells what subflows go from
     */
    LocalIds(InetAddress initial, InUse inUse) {
        this.initial = initial;
        this.inUse = inUse;
    }

    /** Does something with the id of an address, once more under another id if the kernel knows better. */
    synchronized void with(SubflowCommands connection, InetAddress address, int port, Command command)
            throws IOException {
        boolean fresh = ids == null;
        int id = idOf(ids == null ? learn(connection) : ids, connection, address, port);
        try {
            command.run(id);
        } catch (LinuxException e) {
            if (fresh || !isContradiction(e)) {
                throw e;
            }
            command.run(idOf(learn(connection), connection, address, port));
        }
    }

    private int idOf(AddressIds known, SubflowCommands connection, InetAddress address, int port) throws IOException {
        try {
            return known.idOf(address, port);
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.ENOSPC)) {
                throw e;
            }
            return learn(connection).idOf(address, port);
        }
    }

    /** Tells the peer of an address, and returns its id. */
    synchronized int announce(SubflowCommands connection, InetAddress address, int port) throws IOException {
        int[] id = new int[1];
        with(connection, address, port, with -> {
            var its = LocalAddress.of(with, address).withPort(port);
            connection.announce(its);
            announced.put(with, its);
            id[0] = with;
        });
        return id[0];
    }

    /** Tells the peer that an address is gone, which is the last to give its id to another one. */
    synchronized void withdraw(SubflowCommands connection, int id) throws IOException {
        try {
            connection.remove(id);
        } catch (LinuxException e) {
            LocalAddress forgotten = announced.get(id);
            if (forgotten == null || !isUnknown(e)) {
                throw e;
            }
            connection.announce(forgotten);
            connection.remove(id);
        }
        announced.remove(id);
        if (ids != null) {
            ids.release(id);
        }
    }

    private static boolean isContradiction(LinuxException e) {
        return e.errno().equals(Errno.EINVAL) && String.valueOf(e.detail()).contains(CONTRADICTION);
    }

    /** The kernel has forgotten the address, not the connection. */
    static boolean isUnknown(LinuxException e) {
        return e.errno().equals(Errno.EINVAL) && String.valueOf(e.detail()).contains("not found");
    }

    /** Takes what is used by now and nothing else. What the kernel says of an address counts. */
    private AddressIds learn(SubflowCommands connection) throws IOException {
        List<LocalAddress> listed = listed(connection);
        List<LocalAddress> all = new ArrayList<>(inUse.without(
                listed.stream().map(one -> IpAddress.plain(one.address())).toList()));
        all.addAll(announced.values());
        all.addAll(listed);
        AddressIds learnt = AddressIds.of(initial, all);
        ids = learnt;
        return learnt;
    }

    /** Before Linux 6.9 the kernel does not tell: it refuses what contradicts. */
    private static List<LocalAddress> listed(SubflowCommands connection) throws IOException {
        try {
            return connection.addresses();
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.EOPNOTSUPP)) {
                return List.of();
            }
            throw e;
        }
    }

    @FunctionalInterface
    interface Command {
        void run(int id) throws IOException;
    }

    /** Tells what the subflows of the connection go from. */
    @FunctionalInterface
    interface InUse {
        /** @return the addresses, each with the port and id of a subflow, but for those that are known by other ways */
        List<LocalAddress> without(Collection<InetAddress> known) throws IOException;
    }
}
