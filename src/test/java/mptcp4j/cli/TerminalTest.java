package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mptcp4j.cli.report.Screen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
    @TempDir
    private Path directory;

    /** JUnit would warn that it leads out of the directory. */
    @AfterEach
    void removeLink() throws IOException {
        Files.deleteIfExists(directory.resolve("fd"));
    }

    @Test
    void aPseudoTerminalIsInteractiveAndColourful() throws IOException {
        assertEquals(
                new Screen(true, true, true, 132, 50),
                Terminal.screen(link("/dev/pts/3"), StandardCharsets.UTF_8, Map.of("COLUMNS", "132", "LINES", "50")));
    }

    @Test
    void noColorTakesTheColoursAndNothingElse() throws IOException {
        assertEquals(
                new Screen(true, false, true, 80, 24),
                Terminal.screen(link("/dev/tty1"), StandardCharsets.UTF_8, Map.of("NO_COLOR", "1")));
        assertEquals(
                new Screen(true, true, true, 80, 24),
                Terminal.screen(link("/dev/console"), StandardCharsets.UTF_8, Map.of("NO_COLOR", "")));
    }

    @Test
    void aDumbTerminalIsLikeAFile() throws IOException {
        assertEquals(
                new Screen(false, false, true, 80, 24),
                Terminal.screen(link("/dev/pts/3"), StandardCharsets.UTF_8, Map.of("TERM", "dumb")));
    }

    @Test
    void filesPipesAndClosedDescriptorsAreNoTerminals() throws IOException {
        var screen = new Screen(false, false, false, 80, 24);
        assertEquals(screen, Terminal.screen(link("pipe:[4711]"), StandardCharsets.US_ASCII, Map.of()));
        assertEquals(screen, Terminal.screen(link("/dev/null"), StandardCharsets.US_ASCII, Map.of()));
        assertEquals(
                screen, Terminal.screen(directory.resolve("closed").toString(), StandardCharsets.US_ASCII, Map.of()));
    }

    @Test
    void aWidthThatIsNoneIsIgnored() throws IOException {
        assertEquals(
                new Screen(true, true, false, 80, 24),
                Terminal.screen(
                        link("/dev/pts/3"), StandardCharsets.US_ASCII, Map.of("COLUMNS", "wide", "LINES", "0")));
    }

    @Test
    void whatCannotBeWrittenIsLostUnlessItsReaderIsGone() throws IOException {
        var failing = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no");
            }
        });
        failing.print("result");
        assertTrue(Terminal.hasLost(failing, link("/dev/full")));
        assertTrue(Terminal.hasLost(failing, directory.resolve("closed").toString()));
        assertFalse(Terminal.hasLost(failing, link("pipe:[4711]")));
        var fine = new PrintStream(OutputStream.nullOutputStream());
        fine.print("result");
        assertFalse(Terminal.hasLost(fine, link("/tmp/file")));
    }

    @Test
    void lostResultsAreNoSuccess() throws Exception {
        Process process = new ProcessBuilder(OwnProcess.command("--version"))
                .redirectOutput(new File("/dev/full"))
                .start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("mptcp4j: standard output cannot be written: the results are lost\n", err);
        assertEquals(1, process.waitFor());
    }

    private String link(String target) throws IOException {
        Path link = directory.resolve("fd");
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, Path.of(target)).toString();
    }
}
