package mptcp4j.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mptcp4j.cli.doctor.Facts.Program;

/** Finds programs that change endpoints in the network namespace of the calling thread. */
final class Managers {
    static final String MPTCPD = "mptcpd";
    static final String NETWORK_MANAGER = "NetworkManager";

    private static final Path PROC = Path.of("/proc");
    private static final Set<String> NAMES = Set.of(MPTCPD, NETWORK_MANAGER);

    private Managers() {}

    static List<Program> running() throws IOException {
        List<Program> found = new ArrayList<>();
        Path here = Files.readSymbolicLink(PROC.resolve("thread-self/ns/net"));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                String name = name(process);
                if (NAMES.contains(name) && isIn(here, process)) {
                    found.add(new Program(
                            name, Long.parseLong(process.getFileName().toString())));
                }
            }
        }
        return found;
    }

    /** The kernel keeps 15 bytes of it. A process may end at any moment. */
    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Only its owner and root may see where a process is; else it may be here. */
    private static boolean isIn(Path namespace, Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net")).equals(namespace);
        } catch (IOException e) {
            return Files.exists(process);
        }
    }
}
