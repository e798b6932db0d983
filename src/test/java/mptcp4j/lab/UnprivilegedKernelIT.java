package mptcp4j.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.lab.Datagrams.Fate;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ordinary user builds a laboratory, in a user namespace of his own. */
class UnprivilegedKernelIT {
    private static final String NOBODY = "65534";

    @TempDir
    Path directory;

    @Test
    void anOrdinaryUserBuildsALaboratory() throws IOException, InterruptedException {
        Requires.program("unshare");
        List<String> ordinaryUser = asOrdinaryUser();
        ordinaryUser.addAll(List.of("unshare", "-Ur"));
        List<String> probe = new ArrayList<>(ordinaryUser);
        probe.add("true");
        Requires.that(run(new ProcessBuilder(probe)).status == 0, "needs user namespaces for ordinary users");
        String classPath = ChildJvm.readableClassPath(directory);
        assertEquals(
                new Outcome(0, Fate.ARRIVED.name()),
                run(ChildJvm.of(ordinaryUser, classPath, "once").directory(directory.toFile())));
    }

    /** Root steps down; in a user namespace there may be nobody to become, and its root is an ordinary user outside. */
    private static List<String> asOrdinaryUser() throws IOException {
        boolean ofAllUsers =
                Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295");
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        if (!ofAllUsers || !root) {
            return new ArrayList<>();
        }
        Requires.program("setpriv");
        return new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }

    private static Outcome run(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output.strip());
    }

    private record Outcome(int status, String output) {}
}
