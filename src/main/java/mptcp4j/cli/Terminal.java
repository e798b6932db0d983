package mptcp4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mptcp4j.cli.report.Screen;

/**
 * The two streams that a command prints to, and what is known of the screen behind each.
 *
 * @param out for results
 * @param outScreen what shows {@code out}
 * @param err for everything else
 * @param errScreen what shows {@code err}
 */
record Terminal(PrintStream out, Screen outScreen, PrintStream err, Screen errScreen) {
    /** The kernel's names of terminals: the first are pseudo-terminals, the others virtual, serial and the console. */
    private static final String TERMINALS = "/dev/(pts/|tty|console).*";

    private static final String PIPES = "(pipe|socket):.*";

    private static final int WIDTH = 80;
    private static final int HEIGHT = 24;

    /** Returns those of this process. */
    static Terminal ofProcess() {
        // What the user's locale says; file.encoding is UTF-8 from JDK 18 on, whatever the screen understands.
        Charset charset = Charset.forName(System.getProperty("native.encoding", StandardCharsets.US_ASCII.name()));
        return new Terminal(
                stream(FileDescriptor.out, charset),
                screen("/proc/self/fd/1", charset, System.getenv()),
                stream(FileDescriptor.err, charset),
                screen("/proc/self/fd/2", charset, System.getenv()));
    }

    /**
     * @param descriptor the link that shows what is open
     * @param environment {@code NO_COLOR}, {@code TERM}, {@code COLUMNS}, {@code LINES}
     */
    static Screen screen(String descriptor, Charset charset, Map<String, String> environment) {
        boolean interactive = leadsTo(descriptor, TERMINALS) && !"dumb".equals(environment.get("TERM"));
        boolean colour = interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean blocks = charset.canEncode() && charset.newEncoder().canEncode(Screen.BLOCKS);
        return new Screen(
                interactive,
                colour,
                blocks,
                size(environment.getOrDefault("COLUMNS", ""), WIDTH),
                size(environment.getOrDefault("LINES", ""), HEIGHT));
    }

    /** Returns whether results could not be written. A pipe that nobody reads any more is no loss: its reader has enough. */
    boolean hasLostResults() {
        return hasLost(out, "/proc/self/fd/1");
    }

    /** @param descriptor the link that shows where the stream leads */
    static boolean hasLost(PrintStream stream, String descriptor) {
        return stream.checkError() && !leadsTo(descriptor, PIPES);
    }

    private static boolean leadsTo(String descriptor, String files) {
        try {
            return Files.readSymbolicLink(Path.of(descriptor)).toString().matches(files);
        } catch (IOException e) {
            return false; // closed, or no /proc: nobody is looking
        }
    }

    private static int size(String text, int unknown) {
        return text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : unknown;
    }

    private static PrintStream stream(FileDescriptor descriptor, Charset charset) {
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }
}
