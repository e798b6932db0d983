package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mptcp4j.daemon.config.Configuration;
import mptcp4j.daemon.config.KernelSettings;
import mptcp4j.daemon.config.Mode;
import mptcp4j.daemon.paths.EndpointReconciler;
import mptcp4j.daemon.paths.EndpointReport;
import mptcp4j.daemon.paths.PathState;
import mptcp4j.daemon.paths.PathWatch;
import mptcp4j.daemon.policy.LocalPath;
import org.jspecify.annotations.Nullable;

/** The kernel's endpoints, where the kernel manages connections; where the daemon does, there are none of ours. Thread-safe. */
final class KernelEndpoints implements Closeable {
    private static final System.Logger LOG = System.getLogger(KernelEndpoints.class.getName());
    private final @Nullable EndpointReconciler reconciler;

    private KernelEndpoints(@Nullable EndpointReconciler reconciler) {
        this.reconciler = reconciler;
    }

    /** What a daemon has left that was killed, and that the kernel managed connections for, is taken away in the other mode. */
    static KernelEndpoints open(Configuration configuration) throws IOException {
        Path ledger = EndpointReconciler.ledger(configuration.directory());
        if (configuration.mode() == Mode.KERNEL) {
            return new KernelEndpoints(
                    EndpointReconciler.open(ledger, configuration.kernel(), KernelEndpoints::report));
        }
        EndpointReconciler.clean(ledger).forEach(refusal -> LOG.log(System.Logger.Level.WARNING, refusal));
        return new KernelEndpoints(null);
    }

    /** The reconciler warns by itself. */
    private static void report(EndpointReport report) {
        LOG.log(System.Logger.Level.DEBUG, report::toString);
    }

    /** The paths may change meanwhile, and their thread be faster: what is told last is what there is. */
    void begin(PathWatch paths) {
        PathState told;
        do {
            told = paths.state();
            want(told.paths());
        } while (!told.equals(paths.state()));
    }

    void want(List<LocalPath> paths) {
        if (reconciler != null) {
            reconciler.want(paths);
        }
    }

    void use(KernelSettings settings) {
        if (reconciler != null) {
            reconciler.use(settings);
        }
    }

    @Override
    public void close() {
        if (reconciler != null) {
            reconciler.close();
        }
    }
}
