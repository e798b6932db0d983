package mptcp4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import mptcp4j.cli.words.UsageException;
import mptcp4j.cli.words.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code connection [show] [TOKEN] [process PROCESS] [address PREFIX] [port NR] [-w [SECONDS]]} */
@Command(
        name = "connection",
        description = {
            "The MPTCP connections of this network namespace with their subflows, whoever they belong to.",
            "",
            "process    those that a process with this name or number has open",
            "address    those with an end in this prefix, of a subflow too",
            "port       those with an end on this port, of a subflow too",
            "",
            "SENT and RECEIVED count bytes since the beginning. DELIVERY is how fast TCP lately got data through, which stays"
                    + " when nothing more is sent; with -w, OUT and IN are what passed since the sample before.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j connection                         all",
            "  mptcp4j connection -w                      all, again each second",
            "  mptcp4j connection 0x40c1a5f2 -w 5         one, every five seconds",
            "  mptcp4j connection process nginx port 443",
            "  mptcp4j -n red -j connection               namespace red, as JSON",
        })
final class ConnectionCommand extends WordCommand {
    private static final double LONGEST = 86400;
    private static final double MILLIS = 1000;

    @Option(
            names = {"-w", "--watch"},
            arity = "0..1",
            paramLabel = "SECONDS",
            preprocessor = SecondsIfAny.class,
            description = "Show them again and again, until interrupted. Default: each second")
    private @Nullable Double interval;

    ConnectionCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(Action.unnamed(ConnectionWords.GRAMMAR, this::show));
    }

    private int show(Context context, Words words) throws IOException {
        words.keywordIfAny("show");
        var wanted = ConnectionWords.of(words);
        Double seconds = interval;
        if (seconds != null && !(seconds >= 1 / MILLIS && seconds <= LONGEST)) {
            throw UsageException.wrong("-w", "a number of seconds from 0.001 to 86400 is expected");
        }
        var printer = new ConnectionPrinter(context, wanted);
        if (seconds == null) {
            printer.once();
        } else {
            printer.again(Math.round(seconds * MILLIS));
        }
        return ExitCode.OK;
    }

    /** In {@code -w 0x40c1a5f2} and {@code -w process nginx}, what follows is no number of seconds but the command's next word. */
    static final class SecondsIfAny implements IParameterPreprocessor {
        private static final String SECONDS = "\\d{1,5}(\\.\\d+)?";

        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            boolean attached = !" ".equals(info.get("separator"));
            if (!attached && (arguments.isEmpty() || !arguments.peek().matches(SECONDS))) {
                arguments.push("1");
            }
            return false;
        }
    }
}
