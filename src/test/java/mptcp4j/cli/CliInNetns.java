package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mptcp4j.linux.Netns;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Kernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A network namespace of each test's own, with our command line and an {@code ip} in it. The environment variable
 * {@code MPTCP4J_IP} names another {@code ip} than the machine's.
 */
@Timeout(60)
abstract class CliInNetns {
    static final String IP = System.getenv().getOrDefault("MPTCP4J_IP", "ip");
    private static final Pattern VERSION = Pattern.compile("iproute2-(\\d+)\\.(\\d+)");

    Netns netns;

    @BeforeEach
    void openNamespace() throws IOException {
        Requires.mptcp();
        Requires.program("ip");
        netns = Netns.create();
        done(ip("link", "set", "lo", "up"));
    }

    @AfterEach
    void closeNamespace() {
        if (netns != null) {
            netns.close();
        }
    }

    /** Runs our command line in the namespace, in this process. */
    Outcome mptcp4j(String... arguments) throws IOException {
        return mptcp4j(netns, arguments);
    }

    /** Runs our command line in another namespace. */
    static Outcome mptcp4j(Netns where, String... arguments) throws IOException {
        var terminal = new MemoryTerminal();
        int exitCode = where.call(() -> terminal.run(arguments));
        return new Outcome(exitCode, terminal.out(), terminal.err());
    }

    /** Runs {@code ip} in the namespace. */
    Outcome ip(String... arguments) throws IOException {
        return ip(netns, arguments);
    }

    /** Runs {@code ip} in another namespace. */
    static Outcome ip(Netns where, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(IP));
        command.addAll(Arrays.asList(arguments));
        return run(where, command);
    }

    /** Runs a program in a namespace. What reads its output must not begin there: the pool would grow in the namespace. */
    static Outcome run(Netns where, List<String> command) throws IOException {
        Process process = where.call(() -> new ProcessBuilder(command).start());
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String out = text(process.getInputStream());
        return new Outcome(process.onExit().join().exitValue(), out, err.join());
    }

    /** Returns the version of iproute2, which follows the kernel's. */
    Kernel ipVersion() throws IOException {
        Matcher version = VERSION.matcher(done(ip("-V")));
        assertTrue(version.find(), "a version of ip");
        return new Kernel(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)));
    }

    /** Requires that a command did its work without a word of complaint, and returns what it wrote. */
    static String done(Outcome outcome) {
        assertEquals(new Outcome(0, outcome.out(), ""), outcome);
        return outcome.out();
    }

    private static String text(InputStream stream) {
        var bytes = new ByteArrayOutputStream();
        try {
            stream.transferTo(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
