package mptcp4j.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersTest {
    private static final SocketIdentity SOCKET = socket(4711);

    @TempDir
    Path proc;

    @Test
    void findsEachProcessByItsLowestDescriptor() throws IOException {
        process(12, "nginx worker", "socket:[4711]", "socket:[4712]", "socket:[4711]", "mnt:[4711]", "pipe:[4711]");
        process(7, "nginx", "anon_inode:[eventpoll]", "socket:[4711]");
        process(70, "other", "socket:[47]", "socket:[47110]");
        var owners = Owners.find(List.of(SOCKET, socket(47)), proc);
        assertEquals(List.of(new Owner(7, 1, "nginx"), new Owner(12, 0, "nginx worker")), owners.of(SOCKET));
        assertEquals(List.of(new Owner(70, 0, "other")), owners.of(socket(47)));
        assertEquals(List.of(), owners.of(socket(4712)), "nobody asked for it");
    }

    @Test
    void whatNobodyHasIsNotLookedFor() throws IOException {
        Path none = proc.resolve("none");
        assertEquals(List.of(), Owners.find(List.of(), none).of(SOCKET));
        assertEquals(List.of(), Owners.find(List.of(socket(0)), none).of(socket(0)));
        assertThrows(IOException.class, () -> Owners.find(List.of(SOCKET), none));
    }

    @Test
    void passesOverWhatItMayNotSeeAndWhatHasEnded() throws IOException {
        Files.createDirectories(proc.resolve("5"));
        Files.createDirectories(proc.resolve("self/fd"));
        Files.createSymbolicLink(proc.resolve("self/fd/3"), Path.of("socket:[4711]"));
        process(6, "x", "socket:[4711]");
        Files.delete(proc.resolve("6/comm"));
        assertEquals(
                List.of(new Owner(6, 0, "")), Owners.find(List.of(SOCKET), proc).of(SOCKET));
    }

    private void process(int pid, String command, String... descriptors) throws IOException {
        Path fd = Files.createDirectories(proc.resolve(pid + "/fd"));
        Files.writeString(proc.resolve(pid + "/comm"), command + "\n");
        for (int i = 0; i < descriptors.length; i++) {
            Files.createSymbolicLink(fd.resolve("" + i), Path.of(descriptors[i]));
        }
    }

    private static SocketIdentity socket(long inode) {
        return new SocketIdentity(1, inode, 0, OptionalLong.empty(), OptionalLong.empty());
    }
}
