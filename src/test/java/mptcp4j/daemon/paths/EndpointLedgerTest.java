package mptcp4j.daemon.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mptcp4j.daemon.paths.EndpointLedger.Change;
import mptcp4j.daemon.paths.EndpointPlan.Owned;
import mptcp4j.pm.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointLedgerTest {
    @TempDir
    Path directory;

    @Test
    void isReadAsItWasWritten() throws IOException {
        var ledger = new EndpointLedger(
                Optional.of(new Change(new Limits(2, 0), new Limits(8, 8))),
                Set.of(new Owned(3, Networks.ip("10.0.0.1")), new Owned(255, Networks.ip("2001:db8::1"))));
        ledger.write(file());
        assertEquals(ledger, EndpointLedger.read(file()));
        EndpointLedger.EMPTY.write(file());
        assertEquals(EndpointLedger.EMPTY, EndpointLedger.read(file()));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    @Test
    void isEmptyWithoutAFile() throws IOException {
        assertEquals(EndpointLedger.EMPTY, EndpointLedger.read(file()));
    }

    /** Half of a line would be an endpoint that is taken for somebody else's. */
    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        for (String text : List.of(
                "",
                "mptcp4j endpoints 2\n",
                "mptcp4j endpoints 1\nendpoint 3\n",
                "mptcp4j endpoints 1\nendpoint x 10.0.0.1\n",
                "mptcp4j endpoints 1\nendpoint 3 example.org\n",
                "mptcp4j endpoints 1\nlimits 1 2 3\n",
                "mptcp4j endpoints 1\nlimits 1 2 3 -4\n")) {
            Files.writeString(file(), text);
            assertThrows(IOException.class, () -> EndpointLedger.read(file()), text);
        }
    }

    private Path file() {
        return directory.resolve("endpoints");
    }
}
