package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mptcp4j.daemon.systemd.NotifySocket;
import mptcp4j.lab.ChildJvm;
import mptcp4j.linux.Requires;
import mptcp4j.pm.MptcpSysctls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as the unit of systemd runs it: an ordinary user with CAP_NET_ADMIN, and no way to more. */
class OrdinaryUserKernelIT extends CliInNetns {
    private static final String NET_ADMIN = "0000000000001000";
    private static final List<String> AS_NOBODY = List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--inh-caps=-all,+net_admin",
            "--ambient-caps=-all,+net_admin",
            "--bounding-set=-all,+net_admin",
            "--no-new-privs");

    @TempDir
    private Path directory;

    @Test
    void takesOverAndGivesBack() throws Exception {
        Requires.program("setpriv");
        Requires.that(
                Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295"),
                "needs root, to become another user");
        Path file = Files.writeString(
                directory.resolve("daemon.toml"), "[broker]\nsocket = \"" + directory.resolve("run/s") + "\"\n");
        String classPath = classPath();
        Files.createDirectory(directory.resolve("run"));
        open(directory.resolve("run"), "rwxrwxrwx");
        try (var manager = new NotifySocket(directory.resolve("notify").toString())) {
            open(directory.resolve("notify"), "rwxrwxrwx");
            ProcessBuilder builder =
                    ChildJvm.of(AS_NOBODY, classPath, List.of(), Main.class, "daemon", "--config", file.toString());
            builder.directory(directory.toFile())
                    .redirectOutput(directory.resolve("log").toFile());
            builder.environment()
                    .put("NOTIFY_SOCKET", directory.resolve("notify").toString());
            Process process = netns.call(builder::start);
            try {
                assertEquals("READY=1", manager.receive());
                String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
                assertTrue(status.contains("\nUid:\t65534\t65534\t65534\t65534\n"), status);
                assertTrue(status.contains("\nCapEff:\t" + NET_ADMIN + "\n"), status);
                assertEquals("1", whoManages());
                process.destroy();
                assertTrue(process.waitFor(20, TimeUnit.SECONDS));
                assertEquals(List.of(0, "0"), List.of(process.exitValue(), whoManages()));
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private String whoManages() throws IOException {
        return netns.call(() -> MptcpSysctls.ofThread().get("pm_type"));
    }

    /** With the libraries of the command line, which are only ours to read, too. */
    private String classPath() throws IOException {
        var classPath = new StringBuilder(ChildJvm.readableClassPath(directory));
        List<Path> libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*/(picocli|jackson-core|tomlj|prometheus)[^/]*\\.jar"))
                .map(Path::of)
                .toList();
        for (Path library : libraries) {
            Path copy = Files.copy(library, directory.resolve(library.getFileName()));
            open(copy, "rw-r--r--");
            classPath.append(File.pathSeparator).append(copy);
        }
        return classPath.toString();
    }

    private static void open(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
