package mptcp4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import org.junit.jupiter.api.Test;

class ContextTest {
    private final MemoryTerminal terminal = new MemoryTerminal();

    @Test
    void whatCannotBeOpenedIsNoRefusalOfTheCommand() throws IOException {
        try (Context context = context()) {
            var refusal = new LinuxException("find mptcp_pm", Errno.ENOENT, "needs Linux 5.7");
            IOException e = assertThrows(
                    IOException.class,
                    () -> context.<Closeable>open(() -> {
                        throw refusal;
                    }));
            assertFalse(e instanceof LinuxException, "which would be exit code 2");
            assertEquals("find mptcp_pm: needs Linux 5.7 (ENOENT)", e.getMessage());
        }
    }

    @Test
    void closesWhatItOpenedLastFirst() throws IOException {
        List<String> closed = new ArrayList<>();
        try (Context context = context()) {
            context.<Closeable>open(() -> () -> closed.add("first"));
            context.<Closeable>open(() -> () -> closed.add("second"));
        }
        assertEquals(List.of("second", "first"), closed);
    }

    private Context context() throws IOException {
        return new Context(terminal.terminal(), new GlobalOptions());
    }
}
