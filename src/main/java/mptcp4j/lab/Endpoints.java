package mptcp4j.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;
import mptcp4j.pm.Limits;
import mptcp4j.pm.PathManager;

/** Lets the kernel's path manager use every path: limits at both ends, and an endpoint for each address of a client. */
final class Endpoints {
    /** Kernels to 7.1 take no more, and have room for no more endpoints. */
    private static final int LIMIT = 8;

    private static final int MAX_ID = 255;

    private Endpoints() {}

    /** Raises the limits of a host. Returns false where the kernel has no MPTCP, and so nothing to raise. */
    static boolean allow(Host host) throws IOException {
        try (PathManager pathManager = host.call(PathManager::open)) {
            pathManager.setLimits(new Limits(LIMIT, LIMIT));
            return true;
        } catch (LinuxException e) {
            if (e.errno().equals(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /** Makes each new connection of the client have a subflow from its addresses on this path. */
    static void add(Host client, int path, boolean backup) throws IOException {
        EndpointFlags subflow = EndpointFlags.of(EndpointFlag.SUBFLOW);
        EndpointFlags flags = backup ? subflow.with(EndpointFlag.BACKUP) : subflow;
        End end = client.end(path);
        try (PathManager pathManager = client.call(PathManager::open)) {
            for (InetAddress address : end.addresses()) {
                pathManager.add(new Endpoint(0, address, 0, end.link(), flags));
            }
        }
    }

    /**
     * Removes the endpoints of a path, and adds them under ids that none had. Returns whether there were any. The old
     * ids will not do, and the kernel would choose them again: the REMOVE_ADDR that is still on its way names the id, and
     * with it the peer would close the new subflow.
     */
    static boolean renew(Host client, int path) throws IOException {
        try (PathManager pathManager = client.call(PathManager::open)) {
            List<Endpoint> all = pathManager.endpoints();
            List<InetAddress> addresses = client.end(path).addresses();
            List<Endpoint> old = all.stream()
                    .filter(e -> addresses.contains(e.address()))
                    .filter(e -> !e.flags().contains(EndpointFlag.IMPLICIT))
                    .toList();
            Set<Integer> taken = all.stream().map(Endpoint::id).collect(Collectors.toCollection(HashSet::new));
            for (Endpoint endpoint : old) {
                replace(pathManager, endpoint, endpoint.withId(nextFree(endpoint.id(), taken)));
            }
            return !old.isEmpty();
        }
    }

    /** The kernel has no two endpoints with one address, so the old one goes first. Where it refuses the new, it comes back. */
    static void replace(PathManager pathManager, Endpoint old, Endpoint replacement) throws IOException {
        pathManager.delete(old.id());
        try {
            pathManager.add(replacement);
        } catch (IOException refused) {
            try {
                pathManager.add(old);
            } catch (IOException lost) {
                refused.addSuppressed(lost);
            }
            throw refused;
        }
    }

    /** Goes round, so that the id of the endpoint that was removed last is the last to be given out again. */
    private static int nextFree(int id, Set<Integer> taken) {
        int next = id;
        do {
            next = next % MAX_ID + 1;
        } while (!taken.add(next));
        return next;
    }
}
