package mptcp4j.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import mptcp4j.Errno;
import mptcp4j.daemon.policy.Announcement;
import mptcp4j.daemon.policy.Plan;
import mptcp4j.daemon.policy.View;
import mptcp4j.daemon.policy.Wish;

/**
 * Asks the policy of a connection what it should have, has done what is missing, and sees to what comes of that later: a subflow that
 * nobody answers, one that is to be tried again. Of one thread, that of the {@link Loop}.
 */
final class Reconciler {

    private static final Duration FIRST_REMINDER = Duration.ofSeconds(1);
    private static final Duration LAST_REMINDER = Duration.ofMinutes(5);
    private static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofSeconds(5);

    private final Loop loop;
    private final Clock clock;
    private final Table table;
    private final Hands hands;
    private final Worker worker;
    private final PathTotals totals;
    private final Probing probing = new Probing();
    private final Supplier<Surroundings> surroundings;

    Reconciler(
            Loop loop,
            Clock clock,
            Table table,
            Hands hands,
            Worker worker,
            PathTotals totals,
            Supplier<Surroundings> surroundings) {
        this.loop = loop;
        this.clock = clock;
        this.table = table;
        this.hands = hands;
        this.worker = worker;
        this.totals = totals;
        this.surroundings = surroundings;
    }

    /** Compares what a connection has with what it should have, and does what is missing. */
    void see(Managed connection) {
        if (connection.isLeftAlone()) {
            return;
        }
        Duration now = clock.now();
        View view = connection.view(surroundings.get(), now);
        Optional<Plan> planned = Guard.plan(connection, view);
        if (planned.isEmpty()) {
            return;
        }
        Plan plan = planned.get();
        connection.wishes(plan.subflows());
        var situation = new Situation(
                view,
                plan,
                connection.verdict().maxSubflows(),
                connection.announced().keySet(),
                one -> connection.ways().isDemoted(one.local().getAddress(), one.remote(), now),
                wish -> connection
                        .ways()
                        .attempts()
                        .wait(wish.from().address(), wish.to().address(), now));
        for (Step step : Difference.of(situation)) {
            carryOut(connection, step);
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
        if (step instanceof Step.Create create && !mayBegin(connection, create.wish())) {
            later(connection, Probing.pause(Duration.ZERO));
            return;
        }
        if (step instanceof Step.Announce && !connection.mayAnnounce(clock.now())) {
            return;
        }
        boolean done = hands.carryOut(connection, step);
        if (step instanceof Step.Announce && !done) {
            connection.announceAgain(clock.now().plus(BETWEEN_ANNOUNCEMENTS));
            later(connection, BETWEEN_ANNOUNCEMENTS);
        } else if (step instanceof Step.Announce announce) {
            remind(connection, announce.announcement(), FIRST_REMINDER);
        }
        if (step instanceof Step.Create create) {
            created(connection, create.wish(), done);
        } else if (step instanceof Step.Close close && done) {
            connection.remove(close.ends()).ifPresent(totals::ended);
            later(connection, Duration.ZERO);
        }
    }

    private boolean mayBegin(Managed connection, Wish wish) {
        boolean probed =
                connection.ways().isProbed(wish.from().address(), wish.to().address());
        return !probed || probing.mayBegin(wish.from().address(), clock.now());
    }

    /** What has been begun has an answer. If the path was silent, it is not any more, which others wait to hear. */
    void answered(Managed.Begun begun) {
        if (begun.probing()) {
            probing.answered(begun, clock.now());
            for (Managed connection : table.copy()) {
                if (connection.ways().isProbedFrom(begun.known().from())) {
                    later(connection, Duration.ZERO);
                }
            }
        }
    }

    /** The kernel drops an announcement without a word where another one is on its way, and gives up after some that are not answered. */
    private void remind(Managed connection, Announcement announcement, Duration delay) {
        loop.after(delay, () -> {
            if (table.has(connection) && hands.remind(connection, announcement)) {
                Duration next = delay.multipliedBy(2);
                remind(connection, announcement, next.compareTo(LAST_REMINDER) < 0 ? next : LAST_REMINDER);
            }
        });
    }

    private void created(Managed connection, Wish wish, boolean done) {
        if (!done) {
            later(
                    connection,
                    connection
                            .ways()
                            .attempts()
                            .wait(wish.from().address(), wish.to().address(), clock.now()));
            return;
        }
        Managed.Begun begun = connection.begun().get(connection.begun().size() - 1);
        if (begun.probing()) {
            probing.begun(begun);
        }
        KnownSubflow known = begun.known();
        Duration patience = connection.ways().patience(known.from(), known.to(), clock.now());
        loop.after(patience, () -> giveUp(connection, begun));
    }

    /** Nobody waits for it any more. Its port has to be looked up. */
    private void abandon(Managed connection, Managed.Begun begun) {
        connection.begun().remove(begun);
        KnownSubflow known = begun.known();
        worker.abandon(new Reader.Abandoned(connection.token(), known.from(), known.to(), begun.probing()));
    }

    private void giveUp(Managed connection, Managed.Begun begun) {
        probing.ended(begun);
        if (table.has(connection) && connection.begun().remove(begun)) {
            KnownSubflow known = begun.known();
            connection.ways().failed(known.from(), known.to(), Errno.ETIMEDOUT, null, clock.now());
            connection.journal().add("no answer to " + known.from().getHostAddress() + " > " + Ends.text(known.to()));
            abandon(connection, begun);
            see(connection);
        }
    }

    /** It loses too much. It is tried again after a while: who carries nothing shows no loss. */
    void demote(Managed connection, KnownSubflow subflow) {
        if (connection.ways().isDemoted(subflow.from(), subflow.to(), clock.now())) {
            return;
        }
        Duration pause = connection.ways().demote(subflow.from(), subflow.to(), clock.now());
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
                if (table.has(connection)) {
                    see(connection);
                }
            });
        }
    }

    /** Nobody answers these, and nobody waits any more. The next one of a path that is probed begins when there is none before it. */
    void abandoned(Reader.Abandoned which, List<Ends> waiting) {
        table.find(which.token()).ifPresent(connection -> {
            waiting.forEach(ends -> hands.abandon(connection, ends));
            if (which.probing()) {
                connection.ways().attempts().now(which.from(), which.to());
                see(connection);
            }
        });
    }
}
