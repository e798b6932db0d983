package mptcp4j.daemon;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import mptcp4j.daemon.policy.Condition;

/**
 * Measures the subflows of connections that have a choice, a few hundred at a time, all in turn: the kernel tells of no timeout and of no
 * loss. On the {@link Loop}.
 */
final class Measuring {
    private static final int MOST_AT_ONCE = 256;
    /** What carries nothing is measured in each tenth round only. */
    private static final int QUIET_ROUNDS = 10;

    /** Most connections end before there is anything to find out. */
    private static final Duration YOUNG = Duration.ofMillis(500);

    /** Of what the best one brings. */
    private static final double LITTLE = 0.2;

    private final Manager manager;
    private final Worker worker;
    private final Deque<Managed> turn = new ArrayDeque<>();
    private boolean waiting;
    private long round;

    Measuring(Manager manager, Worker worker) {
        this.manager = manager;
        this.worker = worker;
    }

    /** Measures those whose turn it is, unless those before are being measured still. */
    void next() {
        if (waiting) {
            return;
        }
        if (turn.isEmpty()) {
            turn.addAll(manager.table().all());
            round++;
        }
        List<Reader.Measured> wanted = new ArrayList<>();
        while (wanted.size() < MOST_AT_ONCE && !turn.isEmpty()) {
            Managed connection = turn.poll();
            if (hasChoice(connection)) {
                connection.subflows().stream()
                        .filter(its -> !its.isQuiet() || round % QUIET_ROUNDS == 0)
                        .forEach(its -> wanted.add(new Reader.Measured(connection, its)));
            }
        }
        if (!wanted.isEmpty()) {
            waiting = true;
            worker.measure(wanted);
        }
    }

    private boolean hasChoice(Managed connection) {
        return manager.table().has(connection)
                && connection.age(manager.clock().now()).compareTo(YOUNG) > 0
                && !connection.isLeftAlone()
                && (connection.subflows().size() > 1
                        || manager.surroundings().paths().size() > 1
                        || connection.policy().interval().isPresent());
    }

    void taken(List<Reader.Measured> all) {
        waiting = false;
        for (Reader.Measured one : all) {
            if (!isThere(one)) {
                continue; // it has ended meanwhile
            }
            one.result.ifPresent(info -> {
                Condition before = one.subflow.measured();
                if (one.subflow.measured(info, one.at)) {
                    changed(one.connection, one.subflow, before);
                }
                if (one.subflow.isLosing() && hurts(one.connection, one.subflow)) {
                    manager.reconciler().demote(one.connection, one.subflow);
                }
            });
        }
    }

    private boolean isThere(Reader.Measured one) {
        return manager.table().has(one.connection)
                && one.connection
                        .subflow(one.subflow.ends())
                        .filter(one.subflow::equals)
                        .isPresent();
    }

    /** Measuring failed; the next turn tries again. */
    void failed() {
        waiting = false;
    }

    /**
     * A path that loses may bring much all the same. Where it brings little, what it loses holds up what the others bring: with 1 % of loss
     * and 80 ms a path of 100 Mbit/s makes another one that loses nothing a third slower; with 20 ms both are as fast as they can be.
     */
    private static boolean hurts(Managed connection, KnownSubflow lossy) {
        double best = connection.subflows().stream()
                .filter(one -> one.measured() == Condition.FINE && !one.equals(lossy))
                .mapToDouble(one -> one.bytesPerSecond().orElse(0))
                .max()
                .orElse(0);
        return !lossy.isBackup()
                && lossy.bytesPerSecond().isPresent()
                && lossy.bytesPerSecond().getAsDouble() < LITTLE * best;
    }

    private void changed(Managed connection, KnownSubflow subflow, Condition before) {
        Condition now = subflow.measured();
        connection.journal().add(subflow.ends() + " is " + now + ", was " + before);
        if (now == Condition.SILENT) {
            connection.remember(subflow);
            connection
                    .ways()
                    .probe(subflow.from(), subflow.to(), manager.clock().now());
        }
        manager.reconciler().see(connection);
    }
}
