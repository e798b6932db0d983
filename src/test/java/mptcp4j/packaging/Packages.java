package mptcp4j.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mptcp4j.Errno;

/** What was packaged and what runs it. */
final class Packages {
    private Packages() {}

    /** The jar that this JVM has on its class path; a directory when the tests run without one. */
    static Path ours() {
        return of(Errno.class);
    }

    static Path jna() {
        return of(Native.class);
    }

    /** The jar that carries everything, which the build says where it is. */
    static Path executable() {
        return Path.of(System.getProperty("mptcp4j.executable"));
    }

    /** The backend that the build expects of this run. */
    static String backend() {
        return System.getProperty("mptcp4j.expect.backend");
    }

    /**
     * Runs {@code java} of this JDK to its end, within a minute.
     *
     * @return all that it printed
     */
    static String java(List<String> arguments) throws IOException, InterruptedException {
        return java(arguments, Map.of(), Duration.ofMinutes(1));
    }

    /**
     * Runs {@code java} of this JDK to its end.
     *
     * @param environment variables that it gets besides ours
     * @param limit after which it is killed and the test fails
     * @return all that it printed
     */
    static String java(List<String> arguments, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Path output = Files.createTempFile("mptcp4j", ".out");
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            String printed = Files.readString(output);
            assertTrue(ended, () -> "takes more than " + limit + ": " + printed);
            assertEquals(0, process.exitValue(), printed);
            return printed;
        } finally {
            Files.delete(output);
        }
    }

    private static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
