package mptcp4j.bench;

import java.io.Closeable;
import java.io.IOException;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import org.jspecify.annotations.Nullable;

/** A laboratory whose client has a rival in charge. */
record ManagedLab(Lab lab, @Nullable Process manager) implements Closeable {
    /** Returns it when the rival listens. */
    static ManagedLab open(Rival rival, Topology topology) throws IOException {
        Lab lab = Lab.of(topology);
        if (rival.start() == null) {
            return new ManagedLab(lab, null);
        }
        lab.client().sysctl("net.mptcp.pm_type", "1");
        Process manager = rival.start().at(lab);
        ProcessFigures.awaitListening(rival.name(), manager);
        return new ManagedLab(lab, manager);
    }

    @Override
    public void close() throws IOException {
        if (manager != null) {
            manager.destroy();
            manager.onExit().join();
        }
        lab.close();
    }
}
