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

    /**
     * Returns the lines that it printed, started by another program.
     *
     * @param prefix what comes before {@code java}, such as {@code setpriv} with options
     */
    static List<String> run(List<String> prefix, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(java());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-D" + Backends.PROPERTY + "=" + Backends.name()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return lines(command);
    }

    static List<String> run(String classPath, List<String> options, Class<?> main) throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        return lines(command);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> lines(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
