package mptcp4j.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import mptcp4j.daemon.Daemon;
import mptcp4j.daemon.Status;
import mptcp4j.daemon.systemd.ServiceManager;

/** The daemon in this process, from its start to the signal that ends it. */
final class DaemonRun {
    private static final System.Logger LOG = System.getLogger(DaemonRun.class.getName());
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final ServiceManager manager = ServiceManager.get();
    private final Daemon daemon;

    private DaemonRun(Daemon daemon) {
        this.daemon = daemon;
    }

    /** Runs it until it is told to end, or fails. The thread is in its network namespace. */
    static void run(Daemon.Source source) throws IOException {
        try (Daemon daemon = Daemon.start(source)) {
            daemon.openBroker();
            daemon.openMetrics();
            for (String competitor : daemon.status().competitors()) {
                LOG.log(Level.WARNING, competitor);
            }
            new DaemonRun(daemon).untilTold();
        }
    }

    private void untilTold() throws IOException {
        var watchdog = new Thread(this::tellAgainAndAgain, "mptcp4j-watchdog");
        watchdog.setDaemon(true);
        try (var ignored = new EndOfProcess(this::end)) {
            Hangup.does(this::reload);
            manager.ready();
            LOG.log(Level.INFO, "manages the connections of this network namespace");
            watchdog.start();
            daemon.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            watchdog.interrupt();
        }
    }

    private void end() {
        manager.stopping();
        daemon.close();
    }

    private void tellAgainAndAgain() {
        long pause = manager.watchdogInterval().orElse(BETWEEN_LINES).toMillis();
        try {
            while (true) {
                tell();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the daemon has ended
        }
    }

    /** The daemon answers between two events: if it hangs, it does not, and nobody says that it is alive. */
    private void tell() {
        try {
            Status status = daemon.status();
            manager.alive();
            manager.status(status.connections() + " connections, " + status.subflows() + " subflows, "
                    + status.paths().size() + " paths");
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the daemon does not answer", e);
        }
    }

    private void reload() {
        manager.reloading();
        try {
            daemon.reload();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the configuration stays as it was: " + e.getMessage());
        } finally {
            manager.ready();
        }
    }
}
