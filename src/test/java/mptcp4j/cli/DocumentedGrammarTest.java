package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar in docs/cli.md is that of the commands. */
class DocumentedGrammarTest {
    private static final Path DOCUMENT = Path.of("docs/cli.md");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endpoint",
                "limits",
                "monitor",
                "subflow",
                "address",
                "connection",
                "counters",
                "sysctl",
                "doctor",
                "ctl",
                "daemon",
                "completion"
            })
    void isThatOfTheCommand(String command) throws IOException {
        var terminal = new MemoryTerminal();
        assertEquals(0, terminal.run(command, "help"), terminal.err());
        List<String> own = terminal.out()
                .lines()
                .map(line -> line.replace("Usage: ", "").strip())
                .toList();
        assertEquals(own, documented(command));
    }

    /** Its lines, and the explanations below them. */
    private static List<String> documented(String command) throws IOException {
        String grammar =
                Files.readString(DOCUMENT).split("## Grammar\n\n```\n", 2)[1].split("```", 2)[0];
        String ofOthers = "mptcp4j (?!" + command + "\\b).*(\n {8}.*)*";
        return grammar.replaceAll(ofOthers, "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
