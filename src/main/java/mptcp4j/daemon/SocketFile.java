package mptcp4j.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import mptcp4j.Errno;
import mptcp4j.LinuxException;

/**
 * A Unix socket that listens under a name in the file system. It gets the name when its permissions are right, and in one step: whoever
 * finds the name may connect. A name that a dead daemon left is taken over; that of a living one is known by the lock that it has on the
 * file beside, which the kernel takes off whatever a process dies of.
 */
final class SocketFile implements Closeable {
    private static final int BACKLOG = 128;
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");

    private final Path name;
    private final FileChannel lock;
    private final ServerSocketChannel channel;

    private SocketFile(Path name, FileChannel lock, ServerSocketChannel channel) {
        this.name = name;
        this.lock = lock;
        this.channel = channel;
    }

    /**
     * Listens. The directory is made if it is not there.
     *
     * @param permissions as {@code rw-rw----}
     * @param group of the file, or its user's
     * @throws LinuxException EADDRINUSE if a living daemon has it; EEXIST if it is something else than a socket
     */
    static SocketFile listen(Path name, String permissions, Optional<String> group) throws IOException {
        Path path = name.toAbsolutePath();
        Files.createDirectories(
                Objects.requireNonNull(path.getParent(), "a socket is in a directory"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        FileChannel lock = lock(path);
        try {
            requireSocketOrNothing(path);
            return new SocketFile(path, lock, bind(path, permissions, group));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path name = path.resolveSibling("." + path.getFileName() + ".lock");
        FileChannel file = FileChannel.open(
                name,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(OWN));
        try {
            requireOwn(name);
            FileLock lock = file.tryLock();
            if (lock != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            // another one in this process
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        throw new LinuxException("listen on " + path, Errno.EADDRINUSE, "a daemon that runs listens there");
    }

    /** Whoever may read a file may lock it against who writes, and so keep each daemon from beginning that comes later. */
    private static void requireOwn(Path lock) throws IOException {
        if (!Files.getPosixFilePermissions(lock, LinkOption.NOFOLLOW_LINKS).equals(OWN)) {
            Files.setPosixFilePermissions(lock, OWN);
        }
    }

    private static void requireSocketOrNothing(Path path) throws IOException {
        boolean something = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        if (something
                && !Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            throw new LinuxException(
                    "listen on " + path, Errno.EEXIST, "there is a file of this name, and it is no socket");
        }
    }

    private static ServerSocketChannel bind(Path path, String permissions, Optional<String> group) throws IOException {
        Path hidden = Files.createTempDirectory(path.getParent(), ".new"); // rwx------
        Path unnamed = hidden.resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(unnamed), BACKLOG);
            if (group.isPresent()) {
                give(unnamed, path, group.get());
            }
            Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString(permissions));
            Files.move(unnamed, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(unnamed);
            throw e;
        } finally {
            Files.deleteIfExists(hidden);
        }
    }

    /** Only root gives a file to a group that it is not in. */
    private static void give(Path unnamed, Path path, String group) throws IOException {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(unnamed, PosixFileAttributeView.class);
            view.setGroup(path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
        } catch (UserPrincipalNotFoundException e) {
            throw new IOException("listen on " + path + ": this machine has no group " + group, e);
        } catch (FileSystemException e) {
            throw new IOException(
                    "listen on " + path + " for group " + group + ": " + e.getReason()
                            + "; the daemon has to be in the group (SupplementaryGroups=" + group
                            + " in its unit) or root",
                    e);
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** The lock goes last: whoever gets it finds no name. */
    @Override
    public void close() throws IOException {
        try (FileChannel last = lock) {
            channel.close();
            Files.deleteIfExists(name);
        }
    }
}
