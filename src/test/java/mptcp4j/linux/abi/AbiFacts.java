package mptcp4j.linux.abi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the C compiler makes of {@code headers/}, or of the system's headers: facts by name, such as {@code nlattr} to
 * {@code 4 bytes}, {@code nlattr.nla_type} to {@code bit 16, 16 wide}, {@code AF_INET} to {@code 2}.
 */
final class AbiFacts {
    private static final String PROGRAM = "native/abi_check.c";

    private AbiFacts() {}

    static String size(long bytes) {
        return bytes + " bytes";
    }

    static String place(long bit, long width) {
        return "bit " + bit + ", " + width + " wide";
    }

    /** What our headers say. */
    static SortedMap<String, String> ours(List<Declared> declared, Path temporary) throws IOException {
        StringBuilder facts = new StringBuilder();
        declared.forEach(one -> facts.append(question(one)).append('\n'));
        return run(facts.toString(), temporary, "-DOURS", "-iquote", Headers.DIRECTORY.toString());
    }

    /** What the system's headers say of all that must be in them, by their version. */
    static SortedMap<String, String> systems(List<Declared> declared, History history, Path temporary)
            throws IOException {
        StringBuilder facts = new StringBuilder();
        for (Declared one : declared) {
            if (!one.isPadding() && !history.internal(one)) {
                Kernel since = history.since(one);
                facts.append(
                        "#if AT_LEAST(%d, %d)%n%s%n#endif%n".formatted(since.major(), since.minor(), question(one)));
            }
        }
        return run(facts.toString(), temporary);
    }

    /** Returns a line for each name of which the two know different things. */
    static String differences(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        SortedSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(expected.get(name), actual.get(name)))
                .map(name -> name + ": expected " + expected.get(name) + ", was " + actual.get(name))
                .collect(Collectors.joining("\n"));
    }

    private static String question(Declared one) {
        return switch (one.kind()) {
            case MACRO, ENUMERATOR -> "CONSTANT(" + one.name() + ")";
            case STRING -> "STRING(" + one.name() + ")";
            case STRUCT -> "SIZE(" + one.name() + ")";
            case FIELD -> "FIELD(" + one.struct() + ", " + one.field() + ")";
            case BIT_FIELD -> "BITS(" + one.struct() + ", " + one.field() + ")";
            case FUNCTION -> "";
        };
    }

    private static SortedMap<String, String> run(String facts, Path temporary, String... options) throws IOException {
        Path list = Files.writeString(temporary.resolve("facts.h"), facts);
        Path program = temporary.resolve("abi_check");
        List<String> compile = new ArrayList<>(List.of("cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror"));
        compile.addAll(List.of(options));
        compile.addAll(List.of("-DFACTS=\"" + list + "\"", "-o", program.toString(), PROGRAM));
        String complaints = output(compile);
        if (!complaints.isEmpty()) {
            throw new AssertionError(complaints);
        }
        SortedMap<String, String> answers = new TreeMap<>();
        for (String line : output(List.of(program.toString())).split("\n")) {
            String[] nameAndFact = line.split("\t", 2);
            answers.put(nameAndFact[0], nameAndFact[1]);
        }
        return answers;
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new AssertionError(command + " ended with " + status + ":\n" + output);
        }
        return output;
    }
}
