package mptcp4j.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupsTest {
    @TempDir
    Path root;

    @Test
    void findsThePathOfAnId() throws IOException {
        Path service = Files.createDirectories(root.resolve("system.slice/nginx.service"));
        Files.createDirectories(root.resolve("user.slice"));
        Files.writeString(root.resolve("system.slice/cgroup.procs"), "");
        var cgroups = new Cgroups(root);
        assertEquals(Optional.of("/system.slice/nginx.service"), cgroups.path(inode(service)));
        assertEquals(Optional.of("/system.slice"), cgroups.path(inode(service.getParent())));
        assertEquals(Optional.of("/"), cgroups.path(inode(root)));
        assertEquals(Optional.empty(), cgroups.path(inode(root.resolve("system.slice/cgroup.procs"))));
        assertEquals(Optional.of("/user.slice"), cgroups.path(inode(root.resolve("user.slice"))));
    }

    private static long inode(Path file) throws IOException {
        return (Long) Files.getAttribute(file, "unix:ino");
    }
}
