package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mptcp4j.daemon.config.Mode;
import mptcp4j.pm.MptcpSysctls;

/**
 * Has new connections of the namespace be managed from user space, or by the kernel, until it ends: then it is as before. What was
 * before is kept in a file, with what is instead, so that a daemon whose predecessor was killed does not take the predecessor's doing for
 * it.
 */
final class Takeover implements Closeable {
    private static final System.Logger LOG = System.getLogger(Takeover.class.getName());
    private static final String WHO_MANAGES = "pm_type";
    private static final String KERNEL = "0";
    private static final String USERSPACE = "1";

    private final MptcpSysctls sysctls;
    private final Path memory;
    private final String before;
    private final String type;

    private Takeover(MptcpSysctls sysctls, Path memory, String before, String type) {
        this.sysctls = sysctls;
        this.memory = memory;
        this.before = before;
        this.type = type;
    }

    /**
     * Begins it in the namespace of the calling thread.
     *
     * @param directory for the file; where there is none, nothing is kept
     */
    static Takeover begin(Path directory, Mode mode) throws IOException {
        Path namespace = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
        Path memory = directory.resolve("pm_type-" + namespace.toString().replaceAll("\\D", ""));
        MptcpSysctls sysctls = MptcpSysctls.ofThread();
        String now = sysctls.get(WHO_MANAGES);
        String type = mode == Mode.USERSPACE ? USERSPACE : KERNEL;
        var takeover = new Takeover(sysctls, memory, before(memory, now), type);
        takeover.keep();
        if (!now.equals(type)) {
            sysctls.set(WHO_MANAGES, type);
        }
        return takeover;
    }

    /** What a predecessor has kept counts while what it has set is there. */
    private static String before(Path memory, String now) throws IOException {
        if (!Files.exists(memory)) {
            return now;
        }
        String[] kept = Files.readString(memory).strip().split(" ");
        return kept.length == 2 && kept[1].equals(now) ? kept[0] : now;
    }

    private void keep() {
        if (Files.isDirectory(memory.toAbsolutePath().getParent())) {
            try {
                Files.writeString(memory, before + " " + type);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot keep who managed connections before, in " + memory, e);
            }
        }
    }

    /** New connections are managed as before. The calling thread is in the namespace. */
    @Override
    public void close() {
        try {
            if (!before.equals(type)) {
                sysctls.set(WHO_MANAGES, before);
            }
            Files.deleteIfExists(memory);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "new connections may still have the path manager that the daemon chose",
                    e);
        }
    }
}
