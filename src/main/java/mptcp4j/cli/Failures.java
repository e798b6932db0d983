package mptcp4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.cli.words.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command threw into words for the user and an exit code. */
final class Failures implements IParameterExceptionHandler {
    private static final String BUG =
            "this is a bug in mptcp4j: please report it with what the same command says with --debug";

    /** With these, the kernel was not asked (no way to the C library), or its answer was not understood. */
    private static final List<Errno> NO_REFUSAL = List.of(Errno.ENOSYS, Errno.EPROTO, Errno.EBADMSG);

    private final PrintStream err;

    Failures(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        say(String.valueOf(failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, err);
        var help = new Help(failure.getCommandLine().getCommandSpec(), Help.defaultColorScheme(Ansi.OFF));
        err.println(help.fullSynopsis().stripTrailing());
        return ExitCode.USAGE;
    }

    /**
     * @param line the command that threw it
     * @param debug whether to show the stack trace
     * @return the exit code
     */
    int thrown(Exception failure, CommandLine line, boolean debug) {
        if (!(failure instanceof UsageException wrong)) {
            return thrown(failure, debug);
        }
        return wrong.usage().isEmpty()
                ? handleParseException(new ParameterException(line, wrong.getMessage()), new String[0])
                : wrongWords(wrong);
    }

    /** For a complaint that knows the usage. @return the exit code */
    int wrongWords(UsageException failure) {
        say(String.valueOf(failure.getMessage()));
        err.println(failure.usage());
        return ExitCode.USAGE;
    }

    /** {@link #thrown(Exception, CommandLine, boolean)} for errors too, which picocli lets pass. */
    int thrown(Throwable thrown, boolean debug) {
        Throwable reason = reasonOf(thrown);
        say(messageOf(reason));
        if (debug) {
            thrown.printStackTrace(err);
        }
        boolean refused = reason instanceof LinuxException linux && !NO_REFUSAL.contains(linux.errno());
        return refused ? ExitCode.REFUSED : ExitCode.FAILED;
    }

    /** What lambdas and the virtual machine wrap around a failure tells a user nothing. */
    private static Throwable reasonOf(Throwable thrown) {
        boolean wrapper = thrown instanceof UncheckedIOException || thrown instanceof ExceptionInInitializerError;
        Throwable cause = thrown.getCause();
        return wrapper && cause != null ? cause : thrown;
    }

    private static String messageOf(Throwable reason) {
        if (reason instanceof FileSystemException) {
            return reason.toString(); // its message is the name of the file and nothing else
        }
        boolean expected = reason instanceof IOException || reason instanceof UnsatisfiedLinkError;
        return expected ? String.valueOf(reason.getMessage()) : reason + System.lineSeparator() + BUG;
    }

    private void say(String text) {
        text.lines().forEach(line -> err.println("mptcp4j: " + line));
    }
}
