package mptcp4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mptcp4j.bench.Contestant.Round;

/** More at once than there is room for in a buffer: who loses connections for it, and who does not. */
final class Crowd {
    private static final int OPENED = 1000;
    private static final int CLOSED = 200;
    private static final int BURST_RATE = 4000;
    private static final int BURST = 20_000;
    private static final int BURST_HOLD_MILLIS = 2000;
    private static final int AFTERWARDS = 10;
    private static final int AFTERWARDS_RATE = 40;
    private static final int AFTERWARDS_HOLD_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Report report;

    private Crowd(Report report) {
        this.report = report;
    }

    /** @param yardstick the program of {@code native/bench} */
    static void run(Report report, Path yardstick, List<Rival> rivals) throws IOException {
        var crowd = new Crowd(report);
        report.table(
                "connections with two subflows",
                "800 left of 1,000 while it was stopped",
                "afterwards",
                "1,000 while it was dead",
                "20,000 at 4,000 a second, if the machine can",
                "afterwards",
                "");
        for (Rival rival : rivals) {
            if (rival.start() == null) {
                continue; // it has no buffer that could overflow
            }
            try (ManagedHost host = ManagedHost.of(rival, yardstick)) {
                crowd.row(rival, host);
            }
        }
    }

    private void row(Rival rival, ManagedHost host) throws IOException {
        host.visit(OPENED, AFTERWARDS_RATE * AFTERWARDS, AFTERWARDS_HOLD_MILLIS);
        long stopped = stopped(host);
        long afterStop = afterwards(host);
        long dead = killed(host);
        Round burst = host.visit(BURST, BURST_RATE, BURST_HOLD_MILLIS);
        long afterBurst = afterwards(host);
        boolean nothingLost = stopped == OPENED - CLOSED
                && dead == OPENED
                && burst.samples()[0] == burst.outcome()
                && afterStop == AFTERWARDS
                && afterBurst == AFTERWARDS;
        report.row(
                rival.name(),
                Long.toString(stopped),
                afterStop + " of " + AFTERWARDS,
                Long.toString(dead),
                "%,d of %,d at %,.0f".formatted(burst.samples()[0], burst.outcome(), rate(burst)),
                afterBurst + " of " + AFTERWARDS,
                rival.name().equals(Rival.OURS) ? report.verdict(nothingLost) : "");
    }

    /** Returns how many were opened in a second. */
    private static double rate(Round burst) {
        double seconds = (burst.nanos() - TimeUnit.MILLISECONDS.toNanos(BURST_HOLD_MILLIS))
                / (double) TimeUnit.SECONDS.toNanos(1);
        return burst.outcome() / seconds;
    }

    private static long stopped(ManagedHost host) throws IOException {
        host.signal("STOP");
        host.stay(OPENED, BURST_RATE);
        host.leave(CLOSED);
        host.signal("CONT");
        awaitDoubled(host, OPENED - CLOSED);
        long doubled = host.doubled();
        host.leave(OPENED);
        return doubled;
    }

    private static long killed(ManagedHost host) throws IOException {
        host.killManager();
        host.stay(OPENED, BURST_RATE);
        host.startManager();
        awaitDoubled(host, OPENED);
        long doubled = host.doubled();
        host.leave(OPENED);
        return doubled;
    }

    private static long afterwards(ManagedHost host) throws IOException {
        return host.visit(AFTERWARDS, AFTERWARDS_RATE, AFTERWARDS_HOLD_MILLIS).samples()[0];
    }

    /** Waits until that many connections have two subflows; returns whether it came to that. */
    static boolean awaitDoubled(ManagedHost host, int connections) throws IOException {
        long since = System.nanoTime();
        while (host.doubled() != connections) {
            if (System.nanoTime() - since > PATIENCE_NANOS) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return true;
    }
}
