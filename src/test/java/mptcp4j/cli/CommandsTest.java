package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandsTest {
    private final List<String> made = new ArrayList<>();
    private final Commands commands =
            new Commands().with("red", () -> make("red")).with("green", () -> make("green"));

    @Test
    void makesNoneButTheOneThatIsNamed() {
        assertEquals(Set.of("green"), subcommands("green", "red"));
        assertEquals(List.of("green"), made);
    }

    @Test
    void makesAllWhereNoneIsNamed() {
        assertEquals(Set.of("red", "green", "help"), subcommands("blue"));
        assertEquals(Set.of("red", "green", "help"), subcommands("help", "red"));
        assertEquals(Set.of("red", "green", "help"), subcommands());
    }

    @Test
    void namesThemInOrder() {
        assertEquals(List.of("red", "green", "help"), commands.names());
    }

    private Set<String> subcommands(String... arguments) {
        var line = new CommandLine(new Any());
        commands.addTo(line, arguments);
        return line.getSubcommands().keySet();
    }

    private Any make(String name) {
        made.add(name);
        return new Any();
    }

    @Command(name = "any")
    private static final class Any {}
}
