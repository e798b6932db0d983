package mptcp4j.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's module is compiled against the packaged one and makes a call into the kernel through it. */
class ModuleIT {
    private static final String DESCRIPTOR = """
            module user {
                requires mptcp4j;
            }
            """;

    private static final String PROGRAM = """
            package user;

            public class Main {
                public static void main(String[] args) throws java.io.IOException {
                    try (var pathManager = mptcp4j.pm.PathManager.open()) {
                        pathManager.limits();
                        System.out.println(pathManager.getClass().getModule().getName());
                    }
                }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void servesAnotherModule() throws Exception {
        Requires.mptcp();
        Path classes = compile();
        List<String> command = new ArrayList<>(backend());
        command.addAll(List.of("-p", path(classes, Packages.ours(), Packages.jna()), "-m", "user/user.Main"));
        assertEquals("mptcp4j\n", Packages.java(command));
    }

    /** What a user has to say for the backend, and nothing more: a warning of the JVM would be seen in what it prints. */
    private static List<String> backend() {
        List<String> options = new ArrayList<>();
        boolean jna = Packages.backend().equals("jna");
        if (jna) {
            options.addAll(List.of("-Dmptcp4j.backend=jna", "--add-modules", "com.sun.jna"));
        }
        if (Runtime.version().feature() >= 22) {
            options.add("--enable-native-access=" + (jna ? "com.sun.jna" : "mptcp4j"));
            options.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "--illegal-native-access=deny"));
        }
        return options;
    }

    private Path compile() throws IOException {
        Path source = Files.createDirectories(directory.resolve("source/user"));
        Path descriptor = Files.writeString(source.resolveSibling("module-info.java"), DESCRIPTOR);
        Path program = Files.writeString(source.resolve("Main.java"), PROGRAM);
        Path classes = directory.resolve("classes");
        var printed = new StringWriter();
        var out = new PrintWriter(printed);
        String[] arguments = {"-p", path(Packages.ours()), "-d", path(classes), path(descriptor), path(program)};
        int result = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments);
        assertEquals(0, result, printed::toString);
        return classes;
    }

    private static String path(Path... entries) {
        return String.join(
                File.pathSeparator,
                List.of(entries).stream().map(Path::toString).toList());
    }
}
