package mptcp4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import mptcp4j.cli.report.Screen;

/** Two streams into memory, and a command line run on them. */
final class MemoryTerminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs {@code mptcp4j}. */
    int run(String... arguments) {
        return Main.run(terminal(), arguments);
    }

    /** Runs a command of the test's own. */
    int runCommand(Object command, String... arguments) {
        return Main.run(terminal(), new Commands().with(arguments[0], () -> command), arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Returns them as a command takes them. */
    Terminal terminal() {
        return new Terminal(stream(out), Screen.none(), stream(err), Screen.none());
    }

    private static PrintStream stream(ByteArrayOutputStream memory) {
        return new PrintStream(memory, true, StandardCharsets.UTF_8);
    }
}
