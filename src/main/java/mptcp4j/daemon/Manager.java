package mptcp4j.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.daemon.config.Verdict;
import mptcp4j.daemon.policy.PeerAddress;
import mptcp4j.daemon.policy.Plan;
import mptcp4j.daemon.policy.View;
import mptcp4j.daemon.policy.Wish;
import mptcp4j.diag.Connections;
import mptcp4j.pm.ConnectionFlags;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvent.AddressAnnounced;
import mptcp4j.pm.PathManagerEvent.AddressRemoved;
import mptcp4j.pm.PathManagerEvent.ConnectionClosed;
import mptcp4j.pm.PathManagerEvent.ConnectionEstablished;
import mptcp4j.pm.PathManagerEvent.ConnectionEvent;
import mptcp4j.pm.PathManagerEvent.SubflowClosed;
import mptcp4j.pm.PathManagerEvent.SubflowEstablished;
import mptcp4j.pm.PathManagerEvent.SubflowPriority;
import mptcp4j.pm.SubflowTuple;
import org.jspecify.annotations.Nullable;

/**
 * Manages the connections of a namespace: takes what happens, asks the policy of the connection what it should have, and has done what is
 * missing. Of one thread, that of the {@link Loop}.
 */
final class Manager {
    private static final System.Logger LOG = System.getLogger(Manager.class.getName());
    /** A SYN that is lost is sent again after a second only: a new one is sooner. */
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(300);

    private static final int MOST_STEERED_EARLY = 4096;
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Loop loop;
    private final Clock clock;
    private final PathManager pathManager;
    private final RuleChooser chooser;
    private final Connections connections;
    private final Worker worker;
    private final Hands hands;
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
            begin(established.token(), established.tuple(), established.flags());
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
            } else if (!(other instanceof PathManagerEvent.ConnectionCreated)) {
                worker.read(other.token());
            }
        }
    }

    /** It has ended. */
    void forget(long token) {
        steeredEarly.remove(token);
        table.remove(token).ifPresent(connection -> {
            connection.subflows().forEach(totals::ended);
            hands.forget(connection);
        });
    }

    private void begin(long token, SubflowTuple tuple, ConnectionFlags flags) {
        Managed connection = table.find(token).orElseGet(() -> {
            Ends ends = Ends.of(tuple);
            Managed fresh = add(token, flags.serverSide(), ends, !flags.denyJoinId0());
            fresh.add(new KnownSubflow(ends, 0, 0, true, !flags.serverSide(), clock.now()).established(true));
            return fresh;
        });
        connection.ready();
        see(connection);
    }

    /** A connection is there that was not known. */
    Managed add(long token, boolean server, Ends ends, boolean mayJoinInitial) {
        boolean confined = surroundings.paths().stream()
                .noneMatch(path -> path.address().equals(ends.local().getAddress()));
        var connection = new Managed(
                pathManager.connection(token),
                server,
                ends,
                mayJoinInitial,
                confined,
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
        connection.verdict(verdict);
        policyChanged(connection);
    }

    /** The rules are others by now. */
    void chooseAgain() {
        table.copy().forEach(this::choose);
    }

    /** It has another policy than before. */
    void policyChanged(Managed connection) {
        again(connection, connection.nextRound());
        see(connection);
    }

    private void again(Managed connection, long round) {
        connection
                .policy()
                .interval()
                .ifPresent(interval -> loop.after(interval, () -> {
                    if (isManaged(connection) && connection.isRound(round)) {
                        see(connection);
                        again(connection, round);
                    }
                }));
    }

    /** Nobody answers these, and nobody waits any more. The next one of a path that is probed begins when there is none before it. */
    void abandoned(Reader.Abandoned which, List<Ends> waiting) {
        table.find(which.token()).ifPresent(connection -> {
            waiting.forEach(ends -> hands.abandon(connection, ends));
            if (which.probing()) {
                connection.attempts().now(which.from(), which.to());
                see(connection);
            }
        });
    }

    private boolean isManaged(Managed connection) {
        return table.find(connection.token()).filter(connection::equals).isPresent();
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
        see(connection);
    }

    private void established(Managed connection, SubflowEstablished event) {
        Ends ends = Ends.of(event.tuple());
        Optional<Managed.Begun> begun =
                connection.begun().stream().filter(one -> one.is(ends)).findFirst();
        var known = new KnownSubflow(
                        ends,
                        event.tuple().localId(),
                        event.tuple().remoteId(),
                        false,
                        begun.isPresent() || !connection.isServer(),
                        clock.now())
                .established(true)
                .boundTo(event.interfaceIndex())
                .backupOfPeer(event.backup())
                .backup(begun.map(one -> one.known().isBackup()).orElse(false), clock.now());
        connection.add(known);
        connection.succeeded(known.from(), known.to());
    }

    private void closed(Managed connection, SubflowClosed event) {
        Ends ends = Ends.of(event.tuple());
        InetAddress from = ends.local().getAddress();
        InetSocketAddress to = ends.remote();
        Optional<KnownSubflow> known = connection.remove(ends);
        known.ifPresent(totals::ended);
        boolean failed = known.isEmpty() && connection.endBegun(ends);
        boolean reset =
                known.isPresent() && event.error() != null && !event.error().equals(Errno.ECONNABORTED);
        if (failed || reset) {
            Duration pause = connection
                    .attempts()
                    .failed(from, to, event.error(), event.reset(), connection.isProbed(from, to), clock.now());
            connection.journal().add("lost " + ends + why(event) + ": again in " + pause.toMillis() + " ms");
        }
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
        for (Managed connection : table.copy()) {
            back.forEach(connection.attempts()::forget);
            see(connection);
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
            see(connection);
        });
        if (known.isPresent()) {
            return true;
        }
        boolean changed = byApplication ? steeredEarly.add(token) : steeredEarly.remove(token);
        return byApplication || changed;
    }

    /** Compares what a connection has with what it should have, and does what is missing. */
    void see(Managed connection) {
        if (connection.isLeftAlone()) {
            return;
        }
        Duration now = clock.now();
        View view = connection.view(surroundings, now);
        Plan plan = plan(connection, view);
        if (plan == null) {
            return;
        }
        connection.wishes(plan.subflows());
        var situation = new Situation(
                view,
                plan,
                connection.verdict().maxSubflows(),
                connection.announced().keySet(),
                one -> connection.isDemoted(one.local().getAddress(), one.remote(), now),
                wish -> connection
                        .attempts()
                        .wait(wish.from().address(), wish.to().address(), now));
        for (Step step : Difference.of(situation)) {
            carryOut(connection, step);
        }
    }

    /** A policy may be anybody's: what it throws must not end the daemon. */
    private static @Nullable Plan plan(Managed connection, View view) {
        try {
            return connection.policy().plan(view);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "policy " + connection.policyName() + " failed", e);
            connection.journal().add("policy " + connection.policyName() + " failed: " + e);
            return null;
        }
    }

    private void carryOut(Managed connection, Step step) {
        if (step instanceof Step.Later later) {
            later(connection, later.delay());
            return;
        }
        if (step instanceof Step.Close close && close.ends().local().getPort() == 0) {
            connection.begun().stream()
                    .filter(one -> one.is(close.ends()))
                    .toList()
                    .forEach(one -> abandon(connection, one));
            return;
        }
        boolean done = hands.carryOut(connection, step);
        if (step instanceof Step.Create create) {
            created(connection, create.wish(), done);
        } else if (step instanceof Step.Close close && done) {
            connection.remove(close.ends()).ifPresent(totals::ended);
            later(connection, Duration.ZERO);
        }
    }

    private void created(Managed connection, Wish wish, boolean done) {
        if (!done) {
            later(
                    connection,
                    connection.attempts().wait(wish.from().address(), wish.to().address(), clock.now()));
            return;
        }
        Managed.Begun begun = connection.begun().get(connection.begun().size() - 1);
        loop.after(begun.probing() ? BETWEEN_PROBES : patience(connection), () -> giveUp(connection, begun));
    }

    /** How long a SYN may go unanswered: where the peer is known to be near, not as long as TCP would wait. */
    private static Duration patience(Managed connection) {
        return connection.subflows().stream()
                .flatMap(one -> one.measurements().stream())
                .mapToLong(info -> info.times().rttMicros())
                .min()
                .stream()
                .mapToObj(micros -> Duration.ofNanos(micros * 1000 * 8))
                .map(eight -> eight.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : eight)
                .filter(eight -> eight.compareTo(PATIENCE) < 0)
                .findFirst()
                .orElse(PATIENCE);
    }

    /** Nobody waits for it any more. Its port has to be looked up. */
    private void abandon(Managed connection, Managed.Begun begun) {
        connection.begun().remove(begun);
        KnownSubflow known = begun.known();
        worker.abandon(new Reader.Abandoned(connection.token(), known.from(), known.to(), begun.probing()));
    }

    private void giveUp(Managed connection, Managed.Begun begun) {
        if (isManaged(connection) && connection.begun().remove(begun)) {
            KnownSubflow known = begun.known();
            boolean probing = begun.probing();
            connection.attempts().failed(known.from(), known.to(), Errno.ETIMEDOUT, null, probing, clock.now());
            connection.journal().add("no answer to " + known.from().getHostAddress() + " > " + Ends.text(known.to()));
            abandon(connection, begun);
            see(connection);
        }
    }

    /** It loses too much. It is tried again after a while: who carries nothing shows no loss. */
    void demote(Managed connection, KnownSubflow subflow) {
        if (connection.isDemoted(subflow.from(), subflow.to(), clock.now())) {
            return;
        }
        Duration pause = connection.demote(subflow.from(), subflow.to(), clock.now());
        later(connection, Duration.ZERO);
        loop.after(pause, () -> {
            subflow.forgetCondition(clock.now());
            later(connection, Duration.ZERO);
        });
    }

    private void later(Managed connection, Duration delay) {
        Duration at = clock.now().plus(delay);
        if (connection.askLater(at)) {
            loop.after(delay, () -> {
                connection.askedLater(at);
                if (isManaged(connection)) {
                    see(connection);
                }
            });
        }
    }
}
