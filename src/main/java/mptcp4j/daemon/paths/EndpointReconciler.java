package mptcp4j.daemon.paths;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mptcp4j.daemon.config.KernelSettings;
import mptcp4j.daemon.policy.LocalPath;
import mptcp4j.linux.EndOfThread;
import mptcp4j.linux.IpAddress;
import mptcp4j.pm.PathManager;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the kernel's endpoints as the paths ask for, for connections that the kernel manages: an endpoint for each path, and limits that
 * let them be used. Only what the daemon has made is ever changed or removed, also by the next one after it was killed; when it ends, all
 * of that is taken away, and the limits are put back. Needs CAP_NET_ADMIN. Thread-safe.
 *
 * <p>The changes are made on a thread of its own, as the kernel takes 10 ms to remove an endpoint. What is there is compared again every
 * half a minute, since the kernel tells nobody of changes.
 */
public final class EndpointReconciler implements Closeable {
    private static final System.Logger LOG = System.getLogger(EndpointReconciler.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final PathManager kernel;
    private final EndpointTable table;
    private final Consumer<EndpointReport> consumer;
    private final Thread thread;
    private @Nullable List<LocalPath> paths;
    private KernelSettings settings;
    private boolean stale;
    private boolean closed;
    private @Nullable EndpointReport last;

    private EndpointReconciler(
            PathManager kernel, Path ledger, KernelSettings settings, Consumer<EndpointReport> consumer)
            throws IOException {
        this.kernel = kernel;
        this.settings = settings;
        this.consumer = consumer;
        Files.createDirectories(ledger.toAbsolutePath().getParent());
        table = new EndpointTable(kernel, ledger);
        thread = new Thread(this::run, "mptcp4j-endpoints");
        thread.setDaemon(true);
    }

    /**
     * Opens it in the namespace of the calling thread. Until {@link #want} is called, nothing is changed.
     *
     * @param ledger the file that lists what was made, see {@link #ledger}
     * @param consumer gets what came of each change, on the thread of this
     * @throws mptcp4j.LinuxException ENOENT if this kernel has no path manager for MPTCP
     * @throws IOException if there is a ledger that cannot be read
     */
    public static EndpointReconciler open(Path ledger, KernelSettings settings, Consumer<EndpointReport> consumer)
            throws IOException {
        PathManager kernel = PathManager.open();
        try {
            var reconciler = new EndpointReconciler(kernel, ledger, settings, consumer);
            reconciler.thread.start();
            return reconciler;
        } catch (IOException e) {
            kernel.close();
            throw e;
        }
    }

    /**
     * Takes away what one that was killed has left in the namespace of the calling thread, and puts the limits back.
     *
     * @return what the kernel refused, in its words
     */
    public static List<String> clean(Path ledger) throws IOException {
        if (!Files.exists(ledger)) {
            return List.of();
        }
        try (PathManager kernel = PathManager.open()) {
            return new EndpointTable(kernel, ledger).restore();
        }
    }

    /** Returns where the list of the calling thread's namespace is kept: below a directory that a restart of the machine empties. */
    public static Path ledger(Path directory) throws IOException {
        String namespace =
                Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
        return directory.resolve("endpoints-" + namespace.replaceAll("\\D", ""));
    }

    /** Has the endpoints be these from now on. Returns at once. Those wanted most come first. */
    public synchronized void want(List<LocalPath> wanted) {
        paths = List.copyOf(wanted);
        stale = true;
        notifyAll();
    }

    /** Has them be made otherwise from now on. Returns at once. */
    public synchronized void use(KernelSettings others) {
        settings = others;
        stale = true;
        notifyAll();
    }

    /** Takes away what it made, puts the limits back, and ends. What the kernel refuses then is a warning. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        EndOfThread.await(thread);
    }

    private void run() {
        try (kernel) {
            while (next()) {
                reconcile();
            }
            restore();
        }
    }

    /** Waits until there may be something to do. @return whether it is not closed */
    private synchronized boolean next() {
        long deadline = System.nanoTime() + PERIOD.toNanos();
        long left = PERIOD.toNanos();
        while (!closed && !stale && (paths == null || left > 0)) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            } catch (InterruptedException e) {
                LOG.log(Level.DEBUG, "an interrupt does not end it", e);
            }
            left = deadline - System.nanoTime();
        }
        stale = false;
        return !closed;
    }

    private void reconcile() {
        List<LocalPath> wanted;
        KernelSettings how;
        synchronized (this) {
            if (paths == null) {
                return;
            }
            wanted = paths;
            how = settings;
        }
        try {
            EndpointReport report = table.reconcile(wanted, how);
            if (!report.equals(last)) {
                last = report;
                warn(report);
                consumer.accept(report);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "the kernel's endpoints are not as they should be, tried again in " + PERIOD, e);
        }
    }

    private void restore() {
        try {
            table.restore().forEach(EndpointReconciler::warn);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the kernel's endpoints stay as they are", e);
        }
    }

    private static void warn(EndpointReport report) {
        report.refusals().forEach(EndpointReconciler::warn);
        for (LocalPath path : report.foreign()) {
            LOG.log(
                    Level.INFO,
                    () -> "somebody else has made an endpoint of " + IpAddress.text(path.address())
                            + ": it stays as it is");
        }
        for (LocalPath path : report.leftOut()) {
            warn("no endpoint for " + IpAddress.text(path.address()) + " dev " + path.interfaceName()
                    + ": the kernel's table is full with " + report.endpoints().size());
        }
    }

    private static void warn(String what) {
        LOG.log(Level.WARNING, what);
    }
}
