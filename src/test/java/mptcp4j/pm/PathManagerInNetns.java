package mptcp4j.pm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** A path manager in a namespace of each test's own, on the running kernel. */
@Timeout(60)
abstract class PathManagerInNetns {
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

    static void refuses(Errno errno, @Nullable String words, Executable method) {
        LinuxException e = assertThrows(LinuxException.class, method);
        assertEquals(Arrays.asList(errno, words), Arrays.asList(e.errno(), e.detail()));
    }

    static List<Endpoint> byId(List<Endpoint> endpoints) {
        return endpoints.stream().sorted(Comparator.comparingInt(Endpoint::id)).toList();
    }
}
