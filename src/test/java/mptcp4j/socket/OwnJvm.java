package mptcp4j.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.linux.Backends;

/** Runs a class in a JVM of its own, of the same JDK. */
final class OwnJvm {
    private OwnJvm() {}

    /** Returns the lines that it printed. Has the same classes and the same backend. */
    static List<String> run(List<String> options, Class<?> main) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("--enable-native-access=ALL-UNNAMED", "-D" + Backends.PROPERTY + "=" + Backends.name()));
        all.addAll(options);
        return run(System.getProperty("java.class.path"), all, main);
    }

    static List<String> run(String classPath, List<String> options, Class<?> main) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
