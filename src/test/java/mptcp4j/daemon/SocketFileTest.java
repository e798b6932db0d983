package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.lab.ChildJvm;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
    @TempDir
    private Path directory;

    private SocketFile listen(Path name) throws IOException {
        return SocketFile.listen(name, "rw-rw-rw-", Optional.empty());
    }

    @Test
    void makesTheDirectoryAndLeavesNoSocket() throws IOException {
        Path name = directory.resolve("a/b/s");
        try (SocketFile file = listen(name)) {
            assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(name)));
            SocketChannel.open(UnixDomainSocketAddress.of(name)).close();
            file.channel().accept().close();
        }
        try (Stream<Path> left = Files.list(name.getParent())) {
            assertEquals(
                    List.of(".s.lock"),
                    left.map(each -> each.getFileName().toString()).toList());
        }
    }

    @Test
    void takesOverFromTheDead() throws IOException {
        Path name = directory.resolve("s");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(name));
        dead.close();
        try (SocketFile file = listen(name)) {
            SocketChannel.open(UnixDomainSocketAddress.of(name)).close();
            file.channel().accept().close();
        }
        assertFalse(Files.exists(name));
    }

    @Test
    void leavesTheLivingAlone() throws IOException {
        Path name = directory.resolve("s");
        try (SocketFile file = listen(name)) {
            LinuxException e = assertThrows(LinuxException.class, () -> listen(name));
            assertEquals(Errno.EADDRINUSE, e.errno());
            SocketChannel.open(UnixDomainSocketAddress.of(name)).close();
            file.channel().accept().close();
        }
        listen(name).close();
    }

    @Test
    void leavesWhatIsNoSocketAlone() throws IOException {
        Path name = Files.writeString(directory.resolve("s"), "text");
        LinuxException e = assertThrows(LinuxException.class, () -> listen(name));
        assertEquals(Errno.EEXIST, e.errno());
        assertEquals("text", Files.readString(name));
    }

    /** As the daemon is in its unit. */
    @Test
    void saysThatOneHasToBeInTheGroup() throws Exception {
        Requires.program("setpriv");
        Requires.that(
                Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295"),
                "needs root, to become another user");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        String classPath = ChildJvm.readableClassPath(Files.createDirectory(directory.resolve("classes")));
        Path name = directory.resolve("s");
        Process process = ChildJvm.of(
                        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                        classPath,
                        List.of(),
                        Listens.class,
                        name.toString(),
                        "root")
                .directory(directory.toFile())
                .start();
        assertEquals(
                List.of("listen on " + name
                        + " for group root: Operation not permitted; the daemon has to be in the group"
                        + " (SupplementaryGroups=root in its unit) or root"),
                OtherUsers.said(process));
        assertFalse(Files.exists(name));
    }

    /** Listens for a group, and says what comes of it. */
    static final class Listens {
        private Listens() {}

        public static void main(String[] nameAndGroup) {
            try {
                SocketFile.listen(Path.of(nameAndGroup[0]), "rw-rw----", Optional.of(nameAndGroup[1]))
                        .close();
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void isOfTheGroup() throws IOException {
        Path name = directory.resolve("s");
        String own = Files.readAttributes(directory, java.nio.file.attribute.PosixFileAttributes.class)
                .group()
                .getName();
        try (SocketFile file = SocketFile.listen(name, "rw-rw----", Optional.of(own))) {
            assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(name)));
            assertEquals(true, file.channel().isOpen());
        }
        IOException none = assertThrows(
                IOException.class, () -> SocketFile.listen(name, "rw-rw----", Optional.of("no such group")));
        assertEquals("listen on " + name + ": this machine has no group no such group", none.getMessage());
        assertFalse(Files.exists(name));
    }

    /** Who may read a file may lock it, and a daemon that comes later would not begin. */
    @Test
    void nobodyElseMayOpenTheLock() throws IOException {
        Path lock = directory.resolve(".s.lock");
        listen(directory.resolve("s")).close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
        listen(directory.resolve("s")).close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
    }
}
