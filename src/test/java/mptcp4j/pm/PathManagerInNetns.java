package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** A path manager in a namespace of each test's own, on the running kernel. */
@Timeout(60)
abstract class PathManagerInNetns {
    /** The kernel whose words are those of the tests. */
    static final Kernel TESTED = new Kernel(6, 18);

    Netns netns;
    PathManager pathManager;
    InetAddress one;
    InetAddress six;

    @BeforeEach
    void open() throws IOException {
        Requires.mptcp();
        Requires.program("ip");
        netns = Netns.create();
        ip("link", "set", "lo", "up");
        pathManager = netns.call(PathManager::open);
        one = InetAddress.getByName("10.0.0.1");
        six = InetAddress.getByName("2001:db8::1");
    }

    @AfterEach
    void close() {
        if (pathManager != null) {
            pathManager.close();
        }
        if (netns != null) {
            netns.close();
        }
    }

    String ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    /** Runs a program in the namespace and returns what it wrote; it must end with 0. */
    String run(List<String> command) throws IOException {
        return netns.call(() -> {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), () -> command + ": " + output);
            return output;
        });
    }

    /** An older kernel has words of its own, and up to 6.1 one errno for all of them. */
    static void refuses(Errno errno, String words, Executable method) {
        LinuxException e = assertThrows(LinuxException.class, method);
        if (Kernel.running().has(TESTED)) {
            assertEquals(Arrays.asList(errno, words), Arrays.asList(e.errno(), e.detail()));
        } else {
            assertTrue(List.of(errno, Errno.EINVAL).contains(e.errno()), e.getMessage());
            assertNotNull(e.detail(), e.getMessage());
        }
    }

    static List<Endpoint> byId(List<Endpoint> endpoints) {
        return endpoints.stream().sorted(Comparator.comparingInt(Endpoint::id)).toList();
    }
}
