package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonCommandTest {
    @TempDir
    private Path directory;

    @Test
    void saysThatNothingIsWrong() throws IOException {
        Path file = write("[[rule]]\nport = 22\npolicy = \"interactive\"\n[default]\npolicy = \"handover\"\n");
        assertEquals(new Outcome(0, file + ": nothing wrong, 1 rule, and by default handover\n", ""), check(file));
    }

    @Test
    void saysAllThatIsWrong() throws IOException {
        Path file = write("mode = \"both\"\n[[rule]]\nport = 22\n");
        assertEquals(
                new Outcome(
                        1,
                        "",
                        "mptcp4j: " + file + ":1:1: mode is \"both\", and has to be \"kernel\" or \"userspace\"\n"
                                + "mptcp4j: " + file + ":2:1: the rule has no policy, which has to be \"aggregate\","
                                + " \"announce\", \"fullmesh\", \"handover\", \"interactive\", \"ndiffports\", \"none\""
                                + " or \"refresh\"\n"),
                check(file));
    }

    @Test
    void takesNoFileThatIsNotThere() {
        Path file = directory.resolve("missing.toml");
        assertEquals(new Outcome(1, "", "mptcp4j: java.nio.file.NoSuchFileException: " + file + "\n"), check(file));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("daemon.toml"), text);
    }

    private static Outcome check(Path file) {
        var terminal = new MemoryTerminal();
        int exitCode = terminal.run("daemon", "--config", file.toString(), "--check");
        return new Outcome(exitCode, terminal.out(), terminal.err());
    }
}
