package mptcp4j.linux.abi;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import mptcp4j.linux.Requires;
import mptcp4j.linux.abi.Declared.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The committed bindings say what {@code headers/} says; if not, run {@code scripts/jextract}. Needs no jextract. */
class AbiDriftTest {
    private static final Map<String, String> CARRIERS = Map.of(
            "void",
            "void",
            "int",
            "int",
            "socklen_t",
            "int",
            "size_t",
            "long",
            "ssize_t",
            "long",
            "nfds_t",
            "long",
            "__u64",
            "long");

    private final List<Declared> declared = Headers.read();

    AbiDriftTest() throws IOException {}

    @Test
    void theFilterNamesAllThatTheHeadersDeclareAndNothingElse() throws IOException {
        List<String> filter = Files.readAllLines(Headers.DIRECTORY.resolve("jextract.includes")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .sorted()
                .collect(toList());
        List<String> wanted = declared.stream()
                .filter(one -> !one.isField())
                .map(one -> "--include-" + category(one) + " " + one.name())
                .sorted()
                .collect(toList());
        assertEquals(String.join("\n", wanted), String.join("\n", filter));
    }

    private static String category(Declared one) {
        return switch (one.kind()) {
            case STRUCT -> "struct";
            case FUNCTION -> "function";
            default -> "constant";
        };
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "the bindings are classes of Java 22")
    void layoutsAndConstantsAreThoseOfTheHeaders(@TempDir Path temporary) throws Exception {
        Requires.program("cc");
        SortedMap<String, String> headers = AbiFacts.ours(declared, temporary);
        declared.stream().filter(one -> one.is(Kind.BIT_FIELD)).forEach(one -> headers.remove(one.name()));
        assertEquals("", AbiFacts.differences(headers, Bindings.facts(strings())));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_22, disabledReason = "the bindings are classes of Java 22")
    void functionsTakeAndReturnWhatTheHeadersSay() throws ReflectiveOperationException, IOException {
        SortedMap<String, String> prototypes = new TreeMap<>();
        SortedMap<String, String> bindings = new TreeMap<>();
        boolean libbpf = Bindings.seeLibbpf();
        for (Declared one : declared) {
            if (one.is(Kind.FUNCTION) && (libbpf || !one.name().contains("bpf"))) {
                prototypes.put(one.name(), signature(one.text()));
                bindings.put(
                        one.name(), Bindings.signature(one.name(), one.text().contains("...")));
            }
        }
        assertEquals("", AbiFacts.differences(prototypes, bindings));
        SortedMap<String, String> linked = Bindings.linked();
        if (libbpf) {
            linked.putAll(Bindings.linkedOfLibbpf());
        }
        prototypes.keySet().retainAll(linked.keySet());
        assertEquals("", AbiFacts.differences(prototypes, linked));
    }

    /** {@code int bind(int fd, const struct sockaddr *address, ...);} to {@code (int,MemorySegment)int}. */
    private static String signature(String prototype) {
        int open = prototype.indexOf('(');
        String before = prototype.substring(0, open);
        String result = before.contains("*") ? "MemorySegment" : CARRIERS.get(before.substring(0, before.indexOf(' ')));
        String parameters = prototype.substring(open + 1, prototype.indexOf(')'));
        return List.of(parameters.split(", ")).stream()
                        .filter(parameter -> !parameter.equals("..."))
                        .map(AbiDriftTest::carrier)
                        .collect(joining(",", "(", ")"))
                + result;
    }

    private static String carrier(String parameter) {
        return parameter.contains("*") ? "MemorySegment" : CARRIERS.get(parameter.substring(0, parameter.indexOf(' ')));
    }

    private List<String> strings() {
        return declared.stream()
                .filter(one -> one.is(Kind.STRING))
                .map(Declared::name)
                .collect(toList());
    }
}
