package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mptcp4j.cli.words.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @TempDir
    private Path directory;

    @Test
    void writesWhereTheUserWants() throws IOException {
        Path wanted = directory.resolve("a.html");
        assertEquals(wanted, ReportFile.of(wanted).write("first"));
        assertEquals(wanted, ReportFile.of(wanted).write("second"));
        ReportFile.of(wanted);
        assertEquals("second", Files.readString(wanted));
    }

    @Test
    void leavesNoFileBeforeItIsWritten() {
        Path wanted = directory.resolve("a.html");
        ReportFile.of(wanted);
        assertFalse(Files.exists(wanted));
    }

    @Test
    void writesANewFileEachTimeWhereNobodyWantsOne() throws IOException {
        Path theirs = Files.writeString(directory.resolve("mptcp4j-demo-2.html"), "theirs");
        ReportFile file = ReportFile.in(List.of(directory));
        assertEquals(List.of(theirs), files());
        assertEquals(directory.resolve("mptcp4j-demo.html"), file.write("first"));
        assertEquals(directory.resolve("mptcp4j-demo-3.html"), file.write("second"));
        assertEquals("first", Files.readString(directory.resolve("mptcp4j-demo.html")));
        assertEquals("theirs", Files.readString(theirs));
    }

    @Test
    void anybodyMayReadItWhoMayReadAnOrdinaryFile() throws IOException {
        Path ordinary = Files.writeString(directory.resolve("ordinary"), "");
        Path report = ReportFile.in(List.of(directory)).write("");
        assertEquals(Files.getPosixFilePermissions(ordinary), Files.getPosixFilePermissions(report));
    }

    @Test
    void writesElsewhereWhereItCannotWriteHere() throws IOException {
        Path noDirectory = directory.resolve("none");
        assertEquals(
                directory.resolve("mptcp4j-demo.html"),
                ReportFile.in(List.of(noDirectory, directory)).write(""));
        assertThrows(UsageException.class, () -> ReportFile.in(List.of(noDirectory)));
    }

    @Test
    void refusesBeforeTheWorkWhatCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        for (Path wanted :
                new Path[] {directory, directory.resolve("none/a.html"), file.resolve("a.html"), Path.of("/proc/a.html")
                }) {
            assertThrows(UsageException.class, () -> ReportFile.of(wanted), wanted.toString());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
