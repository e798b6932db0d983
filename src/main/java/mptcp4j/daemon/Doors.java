package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import mptcp4j.daemon.config.Configuration;
import mptcp4j.daemon.config.Mode;
import mptcp4j.diag.Cgroups;
import mptcp4j.diag.Connections;
import mptcp4j.pm.MptcpSysctls;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvents;
import org.jspecify.annotations.Nullable;

/** The daemon's sockets to the kernel, and who has to close them. Opened and closed by threads in the namespace. */
final class Doors implements Closeable {
    private static final System.Logger LOG = System.getLogger(Doors.class.getName());
    private static final String WHO_MANAGES = "pm_type";
    private static final String USERSPACE = "1";

    final PathManager pathManager;
    final PathManagerEvents events;
    final Connections forLoop;
    final Connections forReader;
    final @Nullable Cgroups cgroups;

    private final Deque<Closeable> closers = new ArrayDeque<>();
    private final @Nullable String managedBefore;

    /** @param bufferBytes how many bytes of events may wait in the kernel */
    Doors(Configuration configuration, int bufferBytes) throws IOException {
        try {
            pathManager = keep(PathManager.open());
            pathManager.requirePermission();
            // Events first: what comes after them is told, what was before is read
            events = keep(PathManagerEvents.open(bufferBytes));
            forLoop = keep(Connections.open());
            forReader = keep(Connections.open());
            cgroups = Cgroups.open().orElse(null);
            managedBefore = configuration.mode() == Mode.USERSPACE ? takeOver() : null;
        } catch (IOException | RuntimeException e) {
            close(e);
            throw e;
        }
    }

    /** Closes it with the others. */
    <T extends Closeable> T keep(T door) {
        closers.push(door);
        return door;
    }

    /** From now on new sockets are ours. @return what was said before */
    private static @Nullable String takeOver() throws IOException {
        MptcpSysctls sysctls = MptcpSysctls.ofThread();
        String before = sysctls.get(WHO_MANAGES);
        if (before.equals(USERSPACE)) {
            return null;
        }
        sysctls.set(WHO_MANAGES, USERSPACE);
        return before;
    }

    private void close(Exception failure) {
        for (Closeable door : closers) {
            try {
                door.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        if (managedBefore != null) {
            try {
                MptcpSysctls.ofThread().set(WHO_MANAGES, managedBefore);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "new connections are still the userspace path manager's", e);
            }
        }
        for (Closeable door : closers) {
            try {
                door.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot close", e);
            }
        }
    }
}
