package mptcp4j.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.daemon.config.Mode;
import mptcp4j.pm.MptcpSysctls;
import org.jspecify.annotations.Nullable;

/**
 * Has new connections of the namespace be managed from user space, or by the kernel, until it ends: then it is as before. What was
 * before is kept in a file, with what is instead, so that a daemon whose predecessor was killed does not take the predecessor's doing for
 * it. The file is locked, so that no two
 * manage one namespace; nobody else may read it, as who can read a file can lock it.
 */
final class Takeover implements Closeable {
    private static final System.Logger LOG = System.getLogger(Takeover.class.getName());
    private static final String WHO_MANAGES = "pm_type";
    private static final String KERNEL = "0";
    private static final String USERSPACE = "1";
    private static final int LONGEST = 16;

    private final MptcpSysctls sysctls = MptcpSysctls.ofThread();
    /** Null where the daemon may not write. */
    private final @Nullable FileChannel memory;

    private final String before;
    private final String type;

    private Takeover(@Nullable FileChannel memory, Mode mode) throws IOException {
        this.memory = memory;
        type = mode == Mode.USERSPACE ? USERSPACE : KERNEL;
        String now = sysctls.get(WHO_MANAGES);
        before = before(now);
        write(before + " " + type);
        if (!now.equals(type)) {
            sysctls.set(WHO_MANAGES, type);
        }
    }

    /** What a predecessor has kept counts while what it has set is there. */
    private String before(String now) throws IOException {
        String[] kept = read().split(" ");
        return kept.length == 2 && kept[1].equals(now) ? kept[0] : now;
    }

    /**
     * Begins it in the namespace of the calling thread.
     *
     * @param directory for the file, which is made if it is not there
     * @throws LinuxException EADDRINUSE if another daemon manages the namespace
     */
    static Takeover begin(Path directory, Mode mode) throws IOException {
        FileChannel memory = open(directory);
        try {
            lock(memory);
            return new Takeover(memory, mode);
        } catch (IOException | RuntimeException e) {
            if (memory != null) {
                memory.close();
            }
            throw e;
        }
    }

    private static @Nullable FileChannel open(Path directory) throws IOException {
        String namespace =
                Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
        Path file = directory.resolve("pm_type-" + namespace.replaceAll("\\D", ""));
        try {
            Files.createDirectories(directory);
            return FileChannel.open(
                    file,
                    Set.of(CREATE, READ, WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (AccessDeniedException e) {
            LOG.log(System.Logger.Level.INFO, "keeps nothing for the next one: may not write " + file);
            return null;
        }
    }

    /** It is let go of when the file is closed, or the process ends. */
    private static void lock(@Nullable FileChannel memory) throws IOException {
        boolean free;
        try {
            free = memory == null || memory.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            free = false; // this process has it
        }
        if (!free) {
            throw new LinuxException("daemon", Errno.EADDRINUSE, "another daemon manages this network namespace");
        }
    }

    private String read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
        if (memory != null) {
            memory.read(bytes, 0);
        }
        return new String(bytes.array(), 0, bytes.position(), US_ASCII).strip();
    }

    private void write(String text) throws IOException {
        if (memory != null) {
            memory.truncate(0);
            memory.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), 0);
        }
    }

    /** New connections are managed as before. The calling thread is in the namespace. */
    @Override
    public void close() throws IOException {
        try (memory) {
            if (!before.equals(type)) {
                sysctls.set(WHO_MANAGES, before);
            }
            write("");
        }
    }
}
