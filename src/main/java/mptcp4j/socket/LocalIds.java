package mptcp4j.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.AddressIds;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.LocalAddress;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the local addresses of one connection. What was learnt once is trusted until the kernel contradicts: it gives out
 * ids, too, and other programs may steer the connection. Thread-safe.
 */
final class LocalIds {
    private static final String CONTRADICTION = "did not match address and id";

    private final InetAddress initial;
    private @Nullable AddressIds ids;

    /** @param initial the address that the connection began with, which has id 0 */
    LocalIds(InetAddress initial) {
        this.initial = initial;
    }

    /** Does something with the id of an address, once more under another id if the kernel knows better. */
    synchronized int with(ConnectionPathManager connection, InetAddress address, int port, Command command)
            throws IOException {
        boolean fresh = ids == null;
        AddressIds known = ids == null ? learn(connection) : ids;
        int id = known.idOf(address, port);
        try {
            command.run(id);
            return id;
        } catch (LinuxException e) {
            if (fresh
                    || !e.errno().equals(Errno.EINVAL)
                    || !String.valueOf(e.detail()).contains(CONTRADICTION)) {
                throw e;
            }
        }
        id = learn(connection).idOf(address, port);
        command.run(id);
        return id;
    }

    /** Frees the id of an address that is not announced any more. */
    synchronized void release(int id) {
        if (ids != null) {
            ids.release(id);
        }
    }

    /** Before Linux 6.9 the kernel does not tell: ids begin anew for each object, and it refuses what contradicts. */
    private AddressIds learn(ConnectionPathManager connection) throws IOException {
        AddressIds learnt;
        try {
            learnt = AddressIds.of(initial, connection.addresses());
        } catch (LinuxException e) {
            if (!e.errno().equals(Errno.EOPNOTSUPP)) {
                throw e;
            }
            learnt = AddressIds.of(initial, List.<LocalAddress>of());
        }
        ids = learnt;
        return learnt;
    }

    @FunctionalInterface
    interface Command {
        void run(int id) throws IOException;
    }
}
