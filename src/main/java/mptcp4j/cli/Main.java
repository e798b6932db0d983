package mptcp4j.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line's entry: finds the command, and makes of its outcome an exit code. */
@Command(
        name = "mptcp4j",
        description = "Multipath TCP for the JVM: the control plane of the Linux kernel's MPTCP.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:done",
            "  1:the kernel could not be talked to, or something went wrong on the way",
            "  2:the kernel refused",
            "255:the command line makes no sense"
        })
public final class Main {
    private static final int WIDEST_HELP = 100;

    @Option(
            names = {"-v", "--debug"},
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of a failure.")
    private boolean debug;

    private Main() {}

    /** Runs a command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs a command and returns the exit code. */
    static int run(Terminal terminal, String... arguments) {
        return run(terminal, new DemoCommand(terminal, arguments), arguments);
    }

    /** {@link #run(Terminal, String...)} with one command to choose from. */
    static int run(Terminal terminal, Object command, String... arguments) {
        var root = new Main();
        var failures = new Failures(terminal.err());
        try {
            return new CommandLine(root)
                    .addSubcommand(command)
                    .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.US_ASCII))
                    .setColorScheme(Help.defaultColorScheme(terminal.outScreen().colour() ? Ansi.ON : Ansi.OFF))
                    .setUsageHelpWidth(Math.min(terminal.outScreen().width(), WIDEST_HELP))
                    .setParameterExceptionHandler(failures)
                    .setExecutionExceptionHandler((failure, line, parsed) -> failures.thrown(failure, line, root.debug))
                    .execute(arguments);
        } catch (Error e) {
            return failures.thrown(e, root.debug);
        }
    }

    /** Reads it from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"mptcp4j " + (version == null ? "(not packaged)" : version)};
        }
    }
}
