package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mptcp4j.pm.MptcpSysctls;
import org.jspecify.annotations.Nullable;

/**
 * Has new connections of the namespace be managed from user space, until it ends: then it is as before. What was before is kept in a
 * file, so that a daemon whose predecessor was killed does not take the predecessor's doing for it.
 */
final class Takeover implements Closeable {
    private static final System.Logger LOG = System.getLogger(Takeover.class.getName());
    private static final String WHO_MANAGES = "pm_type";
    private static final String USERSPACE = "1";

    private final MptcpSysctls sysctls;
    private final Path memory;
    private final String before;

    private Takeover(MptcpSysctls sysctls, Path memory, String before) {
        this.sysctls = sysctls;
        this.memory = memory;
        this.before = before;
    }

    /**
     * Begins it in the namespace of the calling thread.
     *
     * @param directory for the file; where there is none, nothing is kept
     */
    static Takeover begin(Path directory) throws IOException {
        Path namespace = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
        Path memory = directory.resolve("pm_type-" + namespace.toString().replaceAll("\\D", ""));
        MptcpSysctls sysctls = MptcpSysctls.ofThread();
        String now = sysctls.get(WHO_MANAGES);
        String kept = now.equals(USERSPACE) ? kept(memory) : null;
        var takeover = new Takeover(sysctls, memory, kept == null ? now : kept);
        takeover.keep();
        if (!now.equals(USERSPACE)) {
            sysctls.set(WHO_MANAGES, USERSPACE);
        }
        return takeover;
    }

    private static @Nullable String kept(Path memory) throws IOException {
        return Files.exists(memory) ? Files.readString(memory).strip() : null;
    }

    private void keep() {
        if (Files.isDirectory(memory.toAbsolutePath().getParent())) {
            try {
                Files.writeString(memory, before);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot keep who managed connections before, in " + memory, e);
            }
        }
    }

    /** New connections are managed as before. The calling thread is in the namespace. */
    @Override
    public void close() {
        try {
            if (!before.equals(USERSPACE)) {
                sysctls.set(WHO_MANAGES, before);
            }
            Files.deleteIfExists(memory);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "new connections may still be the userspace path manager's", e);
        }
    }
}
