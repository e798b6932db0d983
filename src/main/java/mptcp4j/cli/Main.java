package mptcp4j.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import mptcp4j.cli.words.UsageException;
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
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:done",
            "  1:the kernel could not be talked to, or something went wrong on the way",
            "  2:the kernel refused",
            "255:the command line makes no sense"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j endpoint --help          what a command can do",
            "  mptcp4j -n red -j endpoint show  its options may stand before it",
            "  mptcp4j -j -n red e s            and words may be abbreviated, as in ip",
        })
public final class Main {
    private static final int WIDEST_HELP = 100;
    private static final String SYNOPSIS = "mptcp4j [ OPTIONS ] OBJECT { ACTION | help }";

    @Option(
            names = {"-v", "--debug"},
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of a failure.")
    private boolean debug;

    private Main() {}

    /** Runs a command and ends the process. */
    public static void main(String[] arguments) {
        var terminal = Terminal.ofProcess();
        int exitCode = run(terminal, arguments);
        if (exitCode == ExitCode.OK && terminal.hasLostResults()) {
            terminal.err().println("mptcp4j: standard output cannot be written: the results are lost");
            exitCode = ExitCode.FAILED;
        }
        System.exit(exitCode);
    }

    /** Runs a command and returns the exit code. */
    static int run(Terminal terminal, String... arguments) {
        return run(terminal, commands(terminal, arguments), arguments);
    }

    /** Returns all, first the objects of {@code ip mptcp} in its order. */
    static Commands commands(Terminal terminal, String... arguments) {
        return new Commands()
                .with("endpoint", () -> new EndpointCommand(terminal))
                .with("limits", () -> new LimitsCommand(terminal))
                .with("monitor", () -> new MonitorCommand(terminal))
                .with("subflow", () -> new SubflowCommand(terminal))
                .with("address", () -> new AddressCommand(terminal))
                .with("connection", () -> new ConnectionCommand(terminal))
                .with("counters", () -> new CountersCommand(terminal))
                .with("sysctl", () -> new SysctlCommand(terminal))
                .with("demo", () -> new DemoCommand(terminal, arguments))
                .with("doctor", () -> new DoctorCommand(terminal))
                .with("daemon", () -> new DaemonCommand(terminal))
                .with("ctl", () -> new CtlCommand(terminal))
                .with(CompletionCommand.NAME, () -> new CompletionCommand(terminal));
    }

    /** {@link #run(Terminal, String...)} with these commands to choose from. */
    static int run(Terminal terminal, Commands commands, String... arguments) {
        var root = new Main();
        var failures = new Failures(terminal.err());
        try {
            String[] normalised = Arguments.normalised(commands.names(), arguments);
            int width = Math.min(terminal.outScreen().width(), WIDEST_HELP);
            CommandLine line = new CommandLine(root).setUsageHelpWidth(width);
            commands.addTo(line, normalised);
            line.getCommandSpec().usageMessage().customSynopsis(SYNOPSIS);
            return line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.US_ASCII))
                    .setColorScheme(Help.defaultColorScheme(terminal.outScreen().colour() ? Ansi.ON : Ansi.OFF))
                    .setUsageHelpWidth(width)
                    .setExpandAtFiles(false)
                    .setOverwrittenOptionsAllowed(true)
                    .setParameterExceptionHandler(failures)
                    .setExecutionExceptionHandler((failure, of, parsed) -> failures.thrown(failure, of, root.debug))
                    .execute(normalised);
        } catch (UsageException e) {
            return failures.wrongWords(e.withUsage("Usage: " + SYNOPSIS));
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
