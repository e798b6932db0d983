package mptcp4j.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import mptcp4j.daemon.Daemon;
import mptcp4j.daemon.Status;
import mptcp4j.daemon.systemd.ServiceManager;
import org.jspecify.annotations.Nullable;

/** The daemon in this process, from its start to the signal that ends it. */
final class DaemonRun {
    private static final System.Logger LOG = System.getLogger(DaemonRun.class.getName());
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final ServiceManager manager = ServiceManager.get();
    private @Nullable Daemon daemon;
    private boolean told;

    private DaemonRun() {}

    /** Runs it until it is told to end, or fails. The thread is in its network namespace. */
    static void run(Daemon.Source source) throws IOException {
        var run = new DaemonRun();
        // First: one that is told to end while it starts must put back what it has changed by then
        try (var ignored = new EndOfProcess(run::end)) {
            Daemon started = run.start(source);
            if (started != null) {
                run.untilTold(started);
            }
        }
    }

    /** Returns null if it was told to end before. */
    private synchronized @Nullable Daemon start(Daemon.Source source) throws IOException {
        daemon = told ? null : Daemon.start(source);
        return daemon;
    }

    private synchronized void end() {
        told = true;
        manager.stopping();
        if (daemon != null) {
            daemon.close();
        }
    }

    private void untilTold(Daemon started) throws IOException {
        var watchdog = new Thread(() -> tellAgainAndAgain(started), "mptcp4j-watchdog");
        watchdog.setDaemon(true);
        try (started) {
            started.openBroker();
            started.openMetrics();
            for (String competitor : started.status().competitors()) {
                LOG.log(Level.WARNING, competitor);
            }
            Hangup.does(() -> reload(started));
            manager.ready();
            LOG.log(Level.INFO, "manages the connections of this network namespace");
            watchdog.start();
            started.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            watchdog.interrupt();
        }
    }

    private void tellAgainAndAgain(Daemon started) {
        long pause = manager.watchdogInterval().orElse(BETWEEN_LINES).toMillis();
        try {
            while (true) {
                tell(started);
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the daemon has ended
        }
    }

    /** The daemon answers between two events: if it hangs, it does not, and nobody says that it is alive. */
    private void tell(Daemon started) {
        try {
            Status status = started.status();
            manager.alive();
            manager.status(status.connections() + " connections, " + status.subflows() + " subflows, "
                    + status.paths().size() + " paths");
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the daemon does not answer", e);
        }
    }

    private void reload(Daemon started) {
        manager.reloading();
        try {
            started.reload();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the configuration stays as it was: " + e.getMessage());
        } finally {
            manager.ready();
        }
    }
}
