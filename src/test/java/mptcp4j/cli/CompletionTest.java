package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script of {@code completion bash}, in bash. */
class CompletionTest {
    @TempDir
    private Path directory;

    private Path script;

    @BeforeEach
    void write() throws IOException {
        Requires.program("bash");
        var terminal = new MemoryTerminal();
        assertEquals(0, terminal.run("completion", "bash"), terminal.err());
        script = Files.writeString(directory.resolve("completion"), terminal.out());
    }

    /** The cursor is at the end of the left column; a comma stands before it where a new word begins. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "end            | endpoint",
                "dance ,        |",
                "endpoint ,     | add change delete show flush help",
                "endpoint a     | add",
                "endpoint add d | dev",
                "endpoint add 10.0.0.1 dev lo s | signal subflow",
                "e a 10.0.0.1 su    | subflow",
                "endpoint add i     | id",
                "endpoint add id ,  |",
                "endpoint add dev l | lo",
                "-n red endpoint add dev l |",
                "endpoint change ,  | id port backup nobackup fullmesh nofullmesh",
                "endpoint delete ,  | id",
                "endpoint flush ,   |",
                "endpoint jump ,    |",
                "endpoint h         | help",
                "help e             | endpoint",
                "sysctl set en      | enabled",
                "sysctl show en     | enabled",
                "sysctl en          | enabled",
                "sysctl set enabled , |",
                "-jn red li         | limits",
                "-jn nonesuch       |",
                "-j -n red limits set , | subflows add_addr_accepted",
                "--netns = red l    | limits",
                "limits s           | set show",
                "limits ,           | set show help",
                "limits --js        | --json",
                "--color = a        | always auto",
                "--color =          | always auto never",
                "--color = never li | limits",
                "demo --pa          | --paths",
                "ctl ,              | status connections explain policies reload set release help",
                "ctl set 1 p        | policy",
                "ctl --so           | --socket",
                "demo ,             |",
                "--ver              | --version",
                "--net              | --netns",
                "help end           | endpoint"
            })
    void completes(String words, String completions) throws IOException, InterruptedException {
        List<String> expected = completions == null ? List.of() : List.of(completions.split(" "));
        assertEquals(expected, complete(words));
    }

    @Test
    void everyCommandIsCompleted() throws IOException, InterruptedException {
        assertEquals(Main.commands(new MemoryTerminal().terminal()).names(), complete(","));
    }

    private List<String> complete(String words) throws IOException, InterruptedException {
        String array = Arrays.stream(("mptcp4j " + words).split(" "))
                .map(word -> word.equals(",") ? "''" : "'" + word + "'")
                .collect(Collectors.joining(" "));
        String program =
                "set -u; source '" + script + "'; COMP_WORDS=(" + array + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
                        + " _mptcp4j; [[ ${#COMPREPLY[@]} == 0 ]] || printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "--norc", "-c", program)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), output);
        return output.lines().toList();
    }
}
