package mptcp4j.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mptcp4j.linux.Backends;

/** Starts {@link ChildLab}, or another program, as this JVM was started: on the same JDK, with the same backend. */
public final class ChildJvm {
    private static final int FIRST_WITH_FFM = 22;

    private ChildJvm() {}

    /** @param prefix what comes before {@code java}, such as {@code unshare -Ur} */
    static ProcessBuilder of(List<String> prefix, String classPath, String argument) {
        return of(prefix, classPath, List.of(), ChildLab.class, argument);
    }

    /**
     * @param prefix what comes before {@code java}
     * @param options for {@code java}
     */
    public static ProcessBuilder of(
            List<String> prefix, String classPath, List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-D" + Backends.PROPERTY + "=" + Backends.name()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** Copies what the child needs to where every user may read it, and returns the class path of the copies. */
    public static String readableClassPath(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Set<Path> origins = new LinkedHashSet<>(
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(Files::isDirectory)
                        .toList());
        origins.addAll(List.of(origin(ChildLab.class), origin(Lab.class)));
        if (Backends.name().equals("jna")) {
            origins.add(origin(com.sun.jna.Native.class));
        }
        List<Path> copies = new ArrayList<>();
        for (Path origin : origins) {
            Path copy = directory.resolve(copies.size() + "-" + origin.getFileName());
            copyTree(origin, copy);
            copies.add(copy);
            Path overlay = copy.resolve("META-INF/versions/" + FIRST_WITH_FFM);
            if (Files.isDirectory(overlay) && Runtime.version().feature() >= FIRST_WITH_FFM) {
                copies.add(overlay);
            }
        }
        return copies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("a class comes from a file", e);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(path -> {
                Path copy = to.resolve(from.relativize(path).toString());
                try {
                    Files.copy(path, copy);
                    String permissions = Files.isDirectory(copy) ? "rwxr-xr-x" : "rw-r--r--";
                    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(permissions));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
