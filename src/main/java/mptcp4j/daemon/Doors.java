package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import mptcp4j.daemon.config.Configuration;
import mptcp4j.diag.Cgroups;
import mptcp4j.diag.Connections;
import mptcp4j.pm.PathManager;
import mptcp4j.pm.PathManagerEvents;
import org.jspecify.annotations.Nullable;

/** The daemon's sockets to the kernel, and who has to close them. Opened and closed by threads in the namespace. */
final class Doors implements Closeable {
    private static final System.Logger LOG = System.getLogger(Doors.class.getName());

    final PathManager pathManager;
    final PathManagerEvents events;
    final Connections forLoop;
    final Connections forReader;
    final @Nullable Cgroups cgroups;

    private final Deque<Closeable> closers = new ArrayDeque<>();

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
            keep(Takeover.begin(configuration.directory(), configuration.mode()));
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

    /** Closes all of them, as what they were opened for failed. */
    void close(Exception failure) {
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
        for (Closeable door : closers) {
            try {
                door.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot close", e);
            }
        }
    }
}
