package mptcp4j.daemon.paths;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.route.LinkRoute;
import mptcp4j.route.NetworkState;
import mptcp4j.route.Rtnetlink;
import mptcp4j.route.SourceRule;

/**
 * Has packets from the address of an interface leave through it, by {@link SourceTables}. What is there is compared with what should be at
 * each change, so what a killed predecessor left goes, and what somebody else removed comes again. Nothing of others is touched. Needs
 * CAP_NET_ADMIN. Not thread-safe, but for {@link #clean}.
 */
final class SourceRouting implements Closeable {
    private static final System.Logger LOG = System.getLogger(SourceRouting.class.getName());

    private final Rtnetlink rtnetlink;
    private SourceTables made = SourceTables.NONE;
    private Set<Object> refused = Set.of();

    /** Takes ownership. */
    SourceRouting(Rtnetlink rtnetlink) {
        this.rtnetlink = rtnetlink;
    }

    /**
     * Removes all that is left in the namespace of the calling thread of a daemon that was killed.
     *
     * @return how many routes and rules that were
     */
    public static int clean() throws IOException {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            return new SourceRouting(rtnetlink).removeAll();
        }
    }

    /** Returns whether a path can be used by now: packets from its address leave through its interface. */
    boolean serves(LocalPath path) {
        return made.serve(path);
    }

    /** Makes and removes what is missing and too much. Each refusal is a warning, once. */
    void apply(NetworkState network, List<LocalPath> paths) {
        SourceTables wanted = SourceTables.of(network, paths);
        SourceTables there = SourceTables.ownedIn(network);
        Set<Object> refusals = new HashSet<>();
        for (LinkRoute route : missing(wanted.routes(), there.routes())) {
            attempt(route, () -> rtnetlink.putRoute(route), refusals);
        }
        for (SourceRule rule : missing(wanted.rules(), there.rules())) {
            attempt(rule, () -> unless(Errno.EEXIST, () -> rtnetlink.addRule(rule)), refusals);
        }
        missing(there.rules(), wanted.rules()).forEach(rule -> remove(rule, refusals));
        for (LinkRoute route : missing(there.routes(), wanted.routes())) {
            if (wanted.routes().stream().noneMatch(other -> SourceTables.replaces(other, route))) {
                remove(route, refusals);
            }
        }
        made = new SourceTables(missing(wanted.routes(), refusals), missing(wanted.rules(), refusals));
        refused = refusals;
    }

    /** Removes all that it made, and all of predecessors. */
    @Override
    public void close() throws IOException {
        try (rtnetlink) {
            removeAll();
        }
    }

    private int removeAll() throws IOException {
        SourceTables there = SourceTables.ownedIn(rtnetlink.state());
        Set<Object> refusals = new HashSet<>();
        there.rules().forEach(rule -> remove(rule, refusals));
        there.routes().forEach(route -> remove(route, refusals));
        return there.rules().size() + there.routes().size() - refusals.size();
    }

    /** The kernel takes routes along with their link, and says nothing of it. */
    private void remove(LinkRoute route, Set<Object> refusals) {
        attempt(route, () -> unless(Errno.ESRCH, () -> rtnetlink.removeRoute(route)), refusals);
    }

    private void remove(SourceRule rule, Set<Object> refusals) {
        attempt(rule, () -> unless(Errno.ENOENT, () -> rtnetlink.removeRule(rule)), refusals);
    }

    private void attempt(Object what, Change change, Set<Object> refusals) {
        try {
            change.make();
        } catch (IOException e) {
            refusals.add(what);
            LOG.log(refused.contains(what) ? Level.DEBUG : Level.WARNING, "source routing: " + e.getMessage(), e);
        }
    }

    private static void unless(Errno done, Change change) throws IOException {
        try {
            change.make();
        } catch (LinuxException e) {
            if (!e.errno().equals(done)) {
                throw e;
            }
        }
    }

    private static <T> Set<T> missing(Set<T> wanted, Set<?> there) {
        Set<T> missing = new LinkedHashSet<>(wanted);
        missing.removeAll(there);
        return missing;
    }

    private interface Change {
        void make() throws IOException;
    }
}
