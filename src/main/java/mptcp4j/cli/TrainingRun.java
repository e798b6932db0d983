package mptcp4j.cli;

import java.util.List;

/**
 * Runs commands that only read, one after the other, so that the JVM sees which classes a command takes: with {@code
 * -XX:ArchiveClassesAtExit=FILE} it stores them, and {@code -XX:SharedArchiveFile=FILE} spares a command their loading.
 * What the commands print is of no interest, nor whether this kernel can do them.
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
            "--help");

    private TrainingRun() {}

    /** Runs the commands, on the streams of this process. */
    public static void main(String[] ignored) {
        for (String command : COMMANDS) {
            Main.run(Terminal.ofProcess(), command.split(" "));
        }
    }
}
