package mptcp4j.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units of systemd, in the eyes of systemd, and what {@code scripts/systemd/install} makes of them. */
class SystemdUnitTest {
    private static final Path SCRIPTS = Path.of("scripts/systemd");
    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for \\S+: (\\d+\\.\\d)");

    @TempDir
    private Path root;

    @BeforeEach
    void install() throws IOException, InterruptedException {
        Requires.program("bash");
        Path jar = Files.writeString(root.resolve("some.jar"), "a jar");
        assertEquals(
                "",
                run(
                        SCRIPTS.resolve("install").toString(),
                        "--root",
                        root.toString(),
                        "--java",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        jar.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mptcp4j.service", "mptcp4j@.service"})
    void areVerified(String unit) throws IOException, InterruptedException {
        Requires.program("systemd-analyze");
        assertEquals("", run("systemd-analyze", "verify", "--man=no", unit(unit).toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mptcp4j.service", "mptcp4j@.service"})
    void exposeLittle(String unit, TestReporter reporter) throws IOException, InterruptedException {
        Requires.program("systemd-analyze");
        String report = run(
                "systemd-analyze",
                "security",
                "--no-pager",
                "--offline=true",
                unit(unit).toString());
        Matcher exposure = EXPOSURE.matcher(report);
        assertTrue(exposure.find(), report);
        reporter.publishEntry(unit, exposure.group());
        assertTrue(Double.parseDouble(exposure.group(1)) <= 2.5, report);
    }

    @Test
    void areAlikeButForTheNamespace() throws IOException {
        String one = service("mptcp4j.service");
        String ofMany = service("mptcp4j@.service");
        assertEquals(
                one,
                ofMany.replace("NetworkNamespacePath=/run/netns/%i\n", "")
                        .replace(" --config /etc/mptcp4j/%i.toml", "")
                        .replace("=mptcp4j-%i\n", "=mptcp4j\n"));
    }

    /**
     * A directory that is kept for a user who is not (DynamicUser) is one below /run/private, where nobody but root comes to: no program
     * would reach the broker.
     */
    @ParameterizedTest
    @ValueSource(strings = {"mptcp4j.service", "mptcp4j@.service"})
    void keepTheirDirectoryForAUserWhoIsThere(String unit) throws IOException {
        List<String> lines = service(unit).lines().toList();
        assertTrue(lines.containsAll(List.of("RuntimeDirectoryPreserve=yes", "User=mptcp4j")), lines::toString);
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("DynamicUser=")), lines::toString);
        String users = Files.readString(root.resolve("etc/sysusers.d/mptcp4j.conf"));
        assertTrue(users.contains("\nu mptcp4j "), users);
    }

    private String service(String unit) throws IOException {
        return Files.readString(unit(unit)).split("\n\\[Service]\n", 2)[1];
    }

    /** A JVM that is given a word that it does not know does not start. */
    @Test
    void giveTheVirtualMachineWhatItKnows() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path options = root.resolve("usr/local/lib/mptcp4j/daemon.options");
        Path logging = root.resolve("usr/local/lib/mptcp4j/logging.properties");
        String version = run(java, "@" + options, "-Djava.util.logging.config.file=" + logging, "--version");
        assertTrue(version.contains(System.getProperty("java.version")), version);
    }

    @Test
    void putsTheProgramInItsPlace() throws IOException {
        assertEquals("a jar", Files.readString(root.resolve("usr/local/lib/mptcp4j/mptcp4j.jar")));
        assertTrue(Files.isDirectory(root.resolve("etc/mptcp4j")));
    }

    private Path unit(String name) {
        return root.resolve("etc/systemd/system").resolve(name);
    }

    /** Returns all that a program that ends well has printed. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }
}
