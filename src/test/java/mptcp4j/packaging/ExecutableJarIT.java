package mptcp4j.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import mptcp4j.linux.Backends;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that {@code java -jar} runs, with no option of the JVM and no warning from it. */
class ExecutableJarIT {
    private final Path executable = Packages.executable();

    @Test
    void carriesBothBackendsAndMayUseThem() throws IOException {
        try (var jar = new JarFile(executable.toFile())) {
            assertNotNull(jar.getEntry("mptcp4j/linux/ffm/FfmLibc.class"), "where a class data archive takes it from");
            assertNotNull(jar.getEntry("com/sun/jna/linux-x86-64/libjnidispatch.so"));
            assertNull(jar.getEntry("module-info.class"), "a class path of one jar");
            assertNotNull(jar.getEntry("org/tomlj/Toml.class"));
            assertNotNull(jar.getEntry("META-INF/licenses/antlr.txt"), "its runtime is in tomlj");
            assertTrue(jar.isMultiRelease());
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertEquals("mptcp4j.cli.Main", manifest.getValue(Attributes.Name.MAIN_CLASS));
            assertEquals("ALL-UNNAMED", manifest.getValue("Enable-Native-Access"));
        }
    }

    @Test
    void saysItsVersion() throws Exception {
        String name = executable.getFileName().toString();
        String version = name.substring("mptcp4j-".length(), name.length() - "-all.jar".length());
        assertEquals("mptcp4j " + version + "\n", Packages.java(List.of("-jar", executable.toString(), "--version")));
    }

    @Test
    void takesItsClassesFromAnArchive(@TempDir Path directory) throws Exception {
        Requires.mptcp();
        Path archive = directory.resolve("mptcp4j.jsa");
        Path log = directory.resolve("classes.log");
        String jar = executable.toString();
        String backend = "-D" + Backends.PROPERTY + "=" + Packages.backend();
        String access = "--enable-native-access=ALL-UNNAMED"; // the manifest says so to -jar alone
        List<String> train = List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", jar, "mptcp4j.cli.TrainingRun");
        String use = "-XX:SharedArchiveFile=" + archive;
        List<String> show = List.of("-Xshare:on", use, "-Xlog:class+load:file=" + log, "-jar", jar, "limits", "show");
        for (List<String> arguments : List.of(train, show)) {
            List<String> all = new ArrayList<>(List.of(backend, "-XX:+IgnoreUnrecognizedVMOptions", access));
            all.addAll(arguments);
            Packages.java(all);
        }
        String classes = Files.readString(log);
        for (String type : List.of("cli.Main", "pm.PathManager", libc())) {
            assertTrue(classes.contains(" mptcp4j." + type + " source: shared objects file (top)"), type);
        }
    }

    private static String libc() {
        String backend = Packages.backend();
        return "linux." + backend + "." + backend.substring(0, 1).toUpperCase(Locale.ROOT) + backend.substring(1)
                + "Libc";
    }

    @Test
    void runsTheDemo(@TempDir Path directory) throws Exception {
        Requires.mptcp();
        Path report = directory.resolve("report.html");
        String backend = "-D" + Backends.PROPERTY + "=" + Packages.backend();
        String printed = Packages.java(List.of(
                backend, "-jar", executable.toString(), "demo", "-j", "--seconds", "1", "--report", report.toString()));
        assertTrue(printed.startsWith("{\"settings\":") && printed.endsWith("}\n"), printed);
        assertTrue(printed.contains("\"backend\":\"" + Packages.backend() + "\""), printed);
        assertTrue(Files.readString(report).startsWith("<!DOCTYPE html>"));
    }
}
