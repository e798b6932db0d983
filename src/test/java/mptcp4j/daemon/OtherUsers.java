package mptcp4j.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.broker.BrokerSocket;
import mptcp4j.lab.ChildJvm;
import mptcp4j.lab.Host;
import mptcp4j.linux.Requires;

/** Runs programs of users who have nothing, in JVMs of their own. Under {@code unshare -Ur} there is no other user to become. */
final class OtherUsers {
    private final Path directory;
    private final String classPath;

    /** @param directory where they may read */
    OtherUsers(Path directory) throws IOException {
        Requires.program("setpriv");
        Requires.that(
                Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295"),
                "needs root, to become another user");
        this.directory = directory;
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        classPath = ChildJvm.readableClassPath(Files.createDirectory(directory.resolve("classes")));
    }

    /**
     * Starts a program.
     *
     * @param socket of the daemon
     * @param asked options of {@code setpriv}, for another user than nobody, or more groups
     */
    Process start(Host host, Path socket, List<String> asked, Class<?> main, String... arguments) throws IOException {
        List<String> prefix = new ArrayList<>(List.of("setpriv", "--regid=65534"));
        prefix.addAll(asked);
        if (asked.stream().noneMatch(option -> option.startsWith("--reuid"))) {
            prefix.add("--reuid=65534");
        }
        if (asked.stream().noneMatch(option -> option.startsWith("--groups"))) {
            prefix.add("--clear-groups");
        }
        ProcessBuilder program =
                ChildJvm.of(prefix, classPath, List.of("-D" + BrokerSocket.PROPERTY + "=" + socket), main, arguments);
        return host.call(() -> program.directory(directory.toFile()).start());
    }

    /** Returns what it says until it ends. */
    static List<String> said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
