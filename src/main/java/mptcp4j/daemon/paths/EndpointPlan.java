package mptcp4j.daemon.paths;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mptcp4j.daemon.config.KernelSettings;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.pm.Endpoint;
import mptcp4j.pm.EndpointFlag;
import mptcp4j.pm.EndpointFlags;

/**
 * What to do so that the kernel's endpoints are those that paths ask for. Those of others stay as they are, and an address of theirs is
 * theirs. Immutable and pure.
 *
 * @param remove ours that no path asks for any more, or that are of another interface or kind
 * @param change ours that should have other of the flags that can be changed in place
 * @param add those that are missing, best first; those without an id take the place, and the id, of one that the kernel has made itself
 * @param foreign paths whose address somebody else has made an endpoint of
 * @param leftOut paths that the table has no room for
 */
record EndpointPlan(
        List<Owned> remove,
        List<Endpoint> change,
        List<Endpoint> add,
        List<LocalPath> foreign,
        List<LocalPath> leftOut) {
    private static final int MAX_ID = 255;
    private static final EndpointFlags FIXED = EndpointFlags.of(EndpointFlag.SUBFLOW, EndpointFlag.SIGNAL);

    EndpointPlan {
        remove = List.copyOf(remove);
        change = List.copyOf(change);
        add = List.copyOf(add);
        foreign = List.copyOf(foreign);
        leftOut = List.copyOf(leftOut);
    }

    /** An endpoint that the daemon has made. An address may be taken away and made by somebody else, who seldom gets the same id. */
    record Owned(int id, InetAddress address) {
        static Owned of(Endpoint endpoint) {
            return new Owned(endpoint.id(), endpoint.address());
        }
    }

    /**
     * Compares.
     *
     * @param paths the best first
     * @param table the kernel's
     * @param owned those that the daemon has made, whether they are there or not
     * @param room how many the kernel's table takes
     * @param lastId the id that was given last: the next one is given first, so that an id is used again as late as can be. While a
     *     REMOVE_ADDR of an id is on its way, the peer would close a new subflow under it
     */
    static EndpointPlan of(
            List<LocalPath> paths,
            KernelSettings settings,
            List<Endpoint> table,
            Set<Owned> owned,
            int room,
            int lastId) {
        var sorted = new Sorted(table, owned, paths);
        List<LocalPath> foreign = new ArrayList<>();
        List<LocalPath> ours = new ArrayList<>();
        for (LocalPath path : paths) {
            (sorted.foreign.contains(path.address()) ? foreign : ours).add(path);
        }
        int most = Math.max(0, Math.min(ours.size(), room - sorted.others));
        Map<InetAddress, Endpoint> wanted = new HashMap<>();
        ours.subList(0, most).forEach(path -> wanted.put(path.address(), endpoint(path, settings)));
        List<Owned> remove = new ArrayList<>();
        List<Endpoint> change = new ArrayList<>();
        for (Endpoint there : sorted.ours) {
            Endpoint should = wanted.get(there.address());
            if (should == null || !sameInPlace(should, there)) {
                remove.add(Owned.of(there));
            } else {
                wanted.remove(there.address());
                if (should.flags().bits() != there.flags().bits()) {
                    change.add(should.withId(there.id()));
                }
            }
        }
        var ids = new Ids(table, remove, lastId);
        List<Endpoint> add = new ArrayList<>();
        List<LocalPath> leftOut = new ArrayList<>(ours.subList(most, ours.size()));
        for (LocalPath path : ours.subList(0, most)) {
            Endpoint each = endpoint(path, settings);
            if (wanted.containsKey(path.address()) && sorted.implicit.contains(path.address())) {
                add.add(each);
            } else if (wanted.containsKey(path.address())) {
                ids.next().ifPresentOrElse(id -> add.add(each.withId(id)), () -> leftOut.add(path));
            }
        }
        return new EndpointPlan(remove, change, add, foreign, leftOut);
    }

    private static Endpoint endpoint(LocalPath path, KernelSettings settings) {
        EndpointFlags flags = new EndpointFlags(0);
        flags = settings.subflow() ? flags.with(EndpointFlag.SUBFLOW) : flags;
        flags = settings.signal() ? flags.with(EndpointFlag.SIGNAL) : flags;
        flags = settings.fullmesh() ? flags.with(EndpointFlag.FULLMESH) : flags;
        flags = path.backup() ? flags.with(EndpointFlag.BACKUP) : flags;
        return new Endpoint(0, path.address(), 0, path.link(), flags);
    }

    /** Whether the flags that can be changed in place are all that may differ. */
    private static boolean sameInPlace(Endpoint one, Endpoint other) {
        return one.interfaceIndex() == other.interfaceIndex()
                && other.port() == 0
                && (one.flags().bits() & FIXED.bits()) == (other.flags().bits() & FIXED.bits());
    }

    /** The kernel's table, by whose they are. An implicit endpoint is the kernel's own, and makes way for another of its address. */
    private static final class Sorted {
        final List<Endpoint> ours = new ArrayList<>();
        final Set<InetAddress> foreign = new HashSet<>();
        final Set<InetAddress> implicit = new HashSet<>();
        int others;

        Sorted(List<Endpoint> table, Set<Owned> owned, List<LocalPath> paths) {
            for (Endpoint endpoint : table) {
                if (endpoint.flags().contains(EndpointFlag.IMPLICIT)) {
                    implicit.add(endpoint.address());
                    others += paths.stream().anyMatch(path -> path.address().equals(endpoint.address())) ? 0 : 1;
                } else if (owned.contains(Owned.of(endpoint))) {
                    ours.add(endpoint);
                } else {
                    foreign.add(endpoint.address());
                    others++;
                }
            }
        }
    }

    /** Those of endpoints that go, which is before others come, are given when there are no others. */
    private static final class Ids {
        private final Set<Integer> taken = new HashSet<>();
        private final Deque<Integer> leaving = new ArrayDeque<>();
        private int last;

        Ids(List<Endpoint> table, List<Owned> remove, int last) {
            table.forEach(endpoint -> taken.add(endpoint.id()));
            remove.forEach(owned -> leaving.add(owned.id()));
            this.last = last;
        }

        Optional<Integer> next() {
            for (int i = 0; i < MAX_ID; i++) {
                last = last % MAX_ID + 1;
                if (taken.add(last)) {
                    return Optional.of(last);
                }
            }
            return Optional.ofNullable(leaving.poll());
        }
    }
}
