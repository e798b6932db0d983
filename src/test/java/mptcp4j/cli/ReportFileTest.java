package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path first = ReportFile.of(null).write("first");
        Path second = ReportFile.of(null).write("second");
        try {
            assertNotEquals(first, second);
            assertEquals("first", Files.readString(first));
        } finally {
            Files.delete(first);
            Files.delete(second);
        }
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
}
