package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.cli.words.UsageException;
import mptcp4j.cli.words.Words;
import mptcp4j.diag.Connections;
import mptcp4j.route.Rtnetlink;
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
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K\n";
    private static final String CLEAR_BELOW = "\u001b[J";

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
        var sampler = new Sampler(context.open(Connections::open));
        Rtnetlink rtnetlink = context.open(Rtnetlink::open);
        List<Sample> first = take(sampler, wanted);
        if (seconds == null) {
            print(first, SubflowLinks.read(rtnetlink), context);
        } else {
            watch(first, sampler, wanted, rtnetlink, context, Math.round(seconds * MILLIS));
        }
        return ExitCode.OK;
    }

    private static List<Sample> take(Sampler sampler, ConnectionWords wanted) throws IOException {
        return sampler.take(wanted.token()).stream().filter(wanted::fit).toList();
    }

    private static void print(List<Sample> samples, SubflowLinks links, Context context) throws IOException {
        if (context.options().json) {
            context.printJson(samples, new ConnectionJson(links::of)::write);
        } else {
            new ConnectionTable(links::of, context.paint(), false)
                    .lines(samples)
                    .forEach(context.out()::println);
        }
    }

    /** Ends when it is interrupted, when nobody reads any more, and when the one connection that is watched has ended. */
    private static void watch(
            List<Sample> first,
            Sampler sampler,
            ConnectionWords wanted,
            Rtnetlink rtnetlink,
            Context context,
            long millis)
            throws IOException {
        List<Sample> samples = first;
        try (var ignored = new EndOfProcess(Thread.currentThread()::interrupt)) {
            while (true) {
                printAgain(samples, SubflowLinks.read(rtnetlink), context);
                if (context.out().checkError()) {
                    return;
                }
                Thread.sleep(millis);
                samples = take(sampler, wanted);
            }
        } catch (InterruptedException e) {
            return;
        } catch (LinuxException e) {
            if (wanted.token().isEmpty() || !e.errno().equals(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private static void printAgain(List<Sample> samples, SubflowLinks links, Context context) throws IOException {
        EventTime format = EventTime.of(context.options());
        String time = format.text(ZonedDateTime.now(ZoneId.systemDefault()));
        if (context.options().json) {
            context.printJsonLine(samples, (json, all) -> {
                json.writeStringField(format.key(), time);
                write(json, all, new ConnectionJson(links::of));
            });
            return;
        }
        List<String> lines = new ConnectionTable(links::of, context.paint(), true).lines(samples);
        context.out().print(context.screen().interactive() ? inPlace(time, lines) : below(time, lines));
        context.out().flush();
    }

    private static void write(JsonGenerator json, List<Sample> samples, ConnectionJson fields) throws IOException {
        json.writeArrayFieldStart("connections");
        for (Sample sample : samples) {
            json.writeStartObject();
            fields.write(json, sample);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** In one write, so that the terminal never shows half of it. */
    private static String inPlace(String time, List<String> lines) {
        return HOME
                + time
                + CLEAR_LINE
                + String.join("", lines.stream().map(line -> line + CLEAR_LINE).toList())
                + CLEAR_BELOW;
    }

    private static String below(String time, List<String> lines) {
        return time + "\n"
                + String.join("", lines.stream().map(line -> line + "\n").toList()) + "\n";
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
