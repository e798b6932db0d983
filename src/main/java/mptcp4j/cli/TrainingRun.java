package mptcp4j.cli;

import java.util.List;

/**
 * Runs commands that only read, one after the other, so that the JVM sees which classes a command takes: with {@code
 * -XX:ArchiveClassesAtExit=FILE} it stores them, and {@code -XX:SharedArchiveFile=FILE} spares a command their loading.
 * What the commands print is of no interest, nor whether this kernel can do them; where one would change or
 * await something, a wrong word ends it.
 */
public final class TrainingRun {
    private static final List<String> COMMANDS = List.of(
            "--version",
            "limits show",
            "-j limits show",
            "endpoint show",
            "-j endpoint show",
            "connection show",
            "-j connection show",
            "counters",
            "sysctl show",
            "doctor",
            "-j doctor",
            "address show 1",
            "subflow backup 1 local 127.0.0.1 remote x",
            "monitor now",
            "daemon --check",
            "limits help",
            "--help");

    private TrainingRun() {}

    /** Runs the commands, on the streams of this process. */
    public static void main(String[] ignored) {
        for (String command : COMMANDS) {
            Main.run(Terminal.ofProcess(), command.split(" "));
        }
    }
}
