package mptcp4j.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.linux.Backends;
import mptcp4j.linux.BpfRights;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said to a process without the right, which is another process. */
@Timeout(60)
class RightsKernelIT {
    private static final String NEEDS =
            "load a program for BPF: needs CAP_BPF and CAP_PERFMON in the first user namespace";

    @Test
    void rootOfAUserNamespaceHasNone() throws IOException {
        Requires.program("unshare");
        Requires.namespaces();
        assertEquals(NEEDS + ", and this process is in another (EPERM)", child("unshare", "-Urn"));
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        BpfRights.require();
        Requires.program("setpriv");
        for (String missing : List.of("BPF", "PERFMON")) {
            assertEquals(
                    NEEDS + "; this thread lacks CAP_" + missing + " (EPERM)",
                    child(without("sys_admin", missing.toLowerCase(java.util.Locale.ROOT))));
        }
    }

    @Test
    void twoRightsSuffice() throws IOException {
        BpfRights.require();
        Requires.program("setpriv");
        assertEquals("loaded", child("setpriv", "--bounding-set=-all,+bpf,+perfmon", "--inh-caps=-all"));
    }

    private static String[] without(String... rights) {
        String list = "-" + String.join(",-", rights);
        return new String[] {"setpriv", "--bounding-set=" + list, "--inh-caps=" + list};
    }

    private static String child(String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-D" + Backends.PROPERTY + "=" + Backends.name()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Loader.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Says what came of it. */
    static final class Loader {
        public static void main(String[] arguments) {
            try (LiveOptions options = LiveOptions.open()) {
                System.out.println(options == null ? "nothing" : "loaded");
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
