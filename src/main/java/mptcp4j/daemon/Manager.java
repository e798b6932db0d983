package mptcp4j.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.daemon.config.Verdict;
import mptcp4j.daemon.policy.PeerAddress;
import mptcp4j.diag.Connections;
import mptcp4j.pm.ConnectionFlags;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvent.AddressRemoved;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.ConnectionCreated;
import mptcp4j.pm.PathManagerEvent.ConnectionEstablished;
import mptcp4j.pm.PathManagerEvent.ConnectionEvent;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvent.SubflowEstablished;
import mptcp4j.pm.PathManagerEvent.SubflowPriority;
import mptcp4j.pm.SubflowTuple;

/**
 * Manages the connections of a namespace: takes what happens, and has each connection compared with what it should have. Of one thread,
 * that of the {@link Loop}.
 */
final class Manager {
    private static final System.Logger LOG = System.getLogger(Manager.class.getName());
    private static final int AT_ONCE = 64;
    private static final Duration SHORT_LIFE = Duration.ofSeconds(10);

    private static final int MOST_STEERED_EARLY = 4096;

    private final Loop loop;
    private final Clock clock;
    private final PathManager pathManager;
    private final RuleChooser chooser;
    private final Connections connections;
    private final Worker worker;
    private final Hands hands;
    private final Reconciler reconciler;
    private final Table table = new Table();
    private final Tally tally = new Tally();
    private final PathTotals totals = new PathTotals();
    /** The last of those whose applications steer them before they are known. */
    private final Set<Long> steeredEarly = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST_STEERED_EARLY;
        }
    });

    private Surroundings surroundings;

    /** @param worker does what takes long, elsewhere */
    Manager(
            Loop loop,
            Clock clock,
            PathManager pathManager,
            Connections connections,
            RuleChooser chooser,
            Worker worker,
            Surroundings surroundings,
            Listeners listeners) {
        this.loop = loop;
        this.clock = clock;
        this.pathManager = pathManager;
        this.chooser = chooser;
        this.connections = connections;
        this.worker = worker;
        this.surroundings = surroundings;
        this.hands = new Hands(clock, listeners);
        this.reconciler = new Reconciler(loop, clock, table, hands, worker, totals, this::surroundings);
    }

    Table table() {
        return table;
    }

    Tally tally() {
        return tally;
    }

    PathTotals totals() {
        return totals;
    }

    Reconciler reconciler() {
        return reconciler;
    }

    Hands hands() {
        return hands;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Clock clock() {
        return clock;
    }

    void take(PathManagerEvent event) {
        if (event instanceof ConnectionEstablished established) {
            begin(established.token(), established.tuple(), established.flags()).ready();
            see(established.token());
        } else if (event instanceof ConnectionCreated created) {
            begin(created.token(), created.tuple(), created.flags());
        } else if (event instanceof ConnectionClosed closed) {
            forget(closed.token());
        } else if (event instanceof PathManagerEvent.Overflow) {
            tally.overflowed();
            LOG.log(System.Logger.Level.WARNING, "the kernel dropped events: all connections are read again");
            worker.readAll();
        } else if (event instanceof ConnectionEvent other) {
            Optional<Managed> known = table.find(other.token());
            if (known.isPresent()) {
                take(known.get(), other);
            } else {
                worker.read(other.token());
            }
        }
    }

    /** It has ended. */
    void forget(long token) {
        steeredEarly.remove(token);
        table.remove(token, clock.now()).ifPresent(connection -> {
            connection.subflows().forEach(totals::ended);
            hands.forget(connection);
        });
    }

    /** What can be found out when a connection is created does not take time when it is established. */
    private Managed begin(long token, SubflowTuple tuple, ConnectionFlags flags) {
        return table.find(token).orElseGet(() -> {
            Ends ends = Ends.of(tuple);
            Managed fresh = add(token, flags.serverSide(), ends, !flags.denyJoinId0());
            fresh.add(new KnownSubflow(ends, 0, 0, true, !flags.serverSide(), clock.now()).established(true));
            return fresh;
        });
    }

    private void see(long token) {
        table.find(token).ifPresent(connection -> {
            connection.ways().attempts().forgetAll();
            reconciler.see(connection);
        });
    }

    /** A connection is there that was not known. */
    Managed add(long token, boolean server, Ends ends, boolean mayJoinInitial) {
        var connection = new Managed(
                pathManager.connection(token),
                server,
                ends,
                mayJoinInitial,
                surroundings.confines(ends.local().getAddress()),
                RuleChooser.UNDECIDED,
                clock.now());
        table.add(connection);
        connection.steered(steeredEarly.remove(token));
        choose(connection);
        return connection;
    }

    private void choose(Managed connection) {
        if (chooser.isSlow()) {
            Surroundings now = surroundings;
            worker.choose(with -> choose(with, connection, now), verdict -> chosen(connection, verdict));
        } else {
            chosen(connection, choose(connections, connection, surroundings));
        }
    }

    private Verdict choose(Connections with, Managed connection, Surroundings now) {
        return chooser.choose(with, connection.token(), connection.isServer(), connection.initial(), now);
    }

    private void chosen(Managed connection, Verdict verdict) {
        if (table.has(connection)) {
            connection.verdict(verdict);
            policyChanged(connection);
        }
    }

    /** The rules are others by now. */
    void chooseAgain() {
        table.copy().forEach(this::choose);
    }

    /** It has another policy than before. */
    void policyChanged(Managed connection) {
        again(connection, connection.nextRound());
        reconciler.see(connection);
    }

    private void again(Managed connection, long round) {
        Guard.interval(connection)
                .ifPresent(interval -> loop.after(interval, () -> {
                    if (table.has(connection) && connection.isRound(round)) {
                        reconciler.see(connection);
                        again(connection, round);
                    }
                }));
    }

    private void take(Managed connection, ConnectionEvent event) {
        if (event instanceof AddressAnnounced announced) {
            var address = announced.unmappedRemote();
            connection.peers().put(announced.remoteId(), new PeerAddress(announced.remoteId(), address));
        } else if (event instanceof AddressRemoved removed) {
            connection.peers().remove(removed.remoteId());
        } else if (event instanceof SubflowEstablished established) {
            established(connection, established);
        } else if (event instanceof SubflowClosed closed) {
            closed(connection, closed);
        } else if (event instanceof SubflowPriority priority) {
            connection.subflow(Ends.of(priority.tuple())).ifPresent(its -> its.backupOfPeer(priority.backup()));
        }
        reconciler.see(connection);
    }

    private void established(Managed connection, SubflowEstablished event) {
        Ends ends = Ends.of(event.tuple());
        Optional<Managed.Begun> begun =
                connection.begun().stream().filter(one -> one.is(ends)).findFirst();
        KnownSubflow known = connection.subflow(ends).orElseGet(() -> begun(connection, ends, event, begun));
        known.established(true).boundTo(event.interfaceIndex()).backupOfPeer(event.backup());
        connection.ways().heard(known.from(), known.to());
        begun.ifPresent(reconciler::answered);
    }

    /** Whether it is ours, though the daemon has not begun it, a reading tells later. */
    private KnownSubflow begun(Managed connection, Ends ends, SubflowEstablished event, Optional<Managed.Begun> begun) {
        SubflowTuple tuple = event.tuple();
        var known = new KnownSubflow(ends, tuple.localId(), tuple.remoteId(), false, begun.isPresent(), clock.now());
        known.backup(begun.map(one -> one.known().isBackup()).orElse(false), clock.now());
        connection.add(known);
        return known;
    }

    private void closed(Managed connection, SubflowClosed event) {
        Ends ends = Ends.of(event.tuple());
        InetAddress from = ends.local().getAddress();
        InetSocketAddress to = ends.remote();
        Optional<KnownSubflow> known = connection.remove(ends);
        known.ifPresent(totals::ended);
        Optional<Managed.Begun> begun = known.isEmpty() ? connection.endBegun(ends) : Optional.empty();
        begun.ifPresent(one -> {
            connection.ways().heard(from, to);
            reconciler.answered(one);
        });
        known.filter(one -> !isShort(one))
                .ifPresent(one -> connection.ways().attempts().succeeded(from, to));
        if (begun.isPresent() || known.filter(one -> isFailure(one, event)).isPresent()) {
            Duration pause = connection.ways().failed(from, to, event.error(), event.reset(), clock.now());
            connection.journal().add("lost " + ends + why(event) + ": again in " + pause.toMillis() + " ms");
        }
    }

    /** What was closed here is not known any more. A peer that closes at once what it is offered does not want it. */
    private boolean isFailure(KnownSubflow known, SubflowClosed event) {
        if (event.error() != null) {
            return !event.error().equals(Errno.ECONNABORTED);
        }
        return known.isOurs() && isShort(known);
    }

    private boolean isShort(KnownSubflow known) {
        return clock.now().minus(known.since()).compareTo(SHORT_LIFE) < 0;
    }

    private static String why(SubflowClosed event) {
        String error = event.error() == null ? "" : " (" + event.error() + ")";
        return event.reset() == null ? error : error + " " + event.reset().meaning();
    }

    /** The paths of this host are others by now. */
    void take(Surroundings now) {
        List<InetAddress> back = now.paths().stream()
                .map(path -> path.address())
                .filter(address -> surroundings.paths().stream()
                        .noneMatch(path -> path.address().equals(address)))
                .toList();
        surroundings = now;
        some(table.copy().iterator(), back);
    }

    /** Some, and the others later: events of the kernel must not wait for thousands. */
    private void some(Iterator<Managed> connections, List<InetAddress> back) {
        for (int i = 0; i < AT_ONCE && connections.hasNext(); i++) {
            Managed connection = connections.next();
            back.forEach(connection.ways().attempts()::forget);
            if (table.has(connection)) {
                reconciler.see(connection);
            }
        }
        if (connections.hasNext()) {
            loop.execute(() -> some(connections, back));
        }
    }

    /**
     * Leaves a connection to its application, or takes it back. One that cannot have more subflows yet is not known yet: that its
     * application steers it counts from when it is.
     *
     * @return whether it is known, or will be known as steered
     */
    boolean steer(long token, boolean byApplication) {
        Optional<Managed> known = table.find(token);
        known.filter(connection -> connection.isSteered() != byApplication).ifPresent(connection -> {
            connection.steered(byApplication);
            connection.journal().add(byApplication ? "the application steers it" : "the application hands it back");
            reconciler.see(connection);
        });
        if (known.isPresent()) {
            return true;
        }
        boolean changed = byApplication ? steeredEarly.add(token) : steeredEarly.remove(token);
        return byApplication || changed;
    }
}
