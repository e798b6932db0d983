package mptcp4j.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import mptcp4j.cli.words.Words;
import mptcp4j.pm.PathManagerEvent;
import mptcp4j.pm.PathManagerEvents;
import picocli.CommandLine.Command;

/** {@code monitor}: that of {@code ip mptcp}. */
@Command(
        name = "monitor",
        description = {
            "Prints what happens to connections, as it happens, until it is interrupted or nobody reads any more.",
            "",
            "With -j, one object on each line, with the time. An OVERFLOW stands where events were lost because they were"
                    + " not read in time.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mptcp4j monitor                     those of this network namespace",
            "  mptcp4j -t monitor                  and when each happened",
            "  mptcp4j -n red -j monitor           those of namespace red, as lines of JSON",
            "  mptcp4j -j monitor | jq -c 'select(.event == \"SF_CLOSED\")'",
        })
final class MonitorCommand extends WordCommand {
    private static final Duration LONG = Duration.ofDays(1);

    MonitorCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Action> actions() {
        return List.of(Action.unnamed("", MonitorCommand::monitor));
    }

    private static int monitor(Context context, Words words) throws IOException {
        words.end();
        var view = new EventView(Interfaces.of(context)::name, context.paint());
        PathManagerEvents events = context.open(PathManagerEvents::open);
        try (var ignored = new EndOfProcess(events::close)) {
            while (events.isOpen() && !context.out().checkError()) {
                Optional<PathManagerEvent> event = events.next(LONG);
                if (event.isPresent()) {
                    print(event.get(), view, context);
                }
            }
        }
        return ExitCode.OK;
    }

    private static void print(PathManagerEvent event, EventView view, Context context) throws IOException {
        GlobalOptions options = context.options();
        EventTime format = EventTime.of(options);
        String time = format.text(ZonedDateTime.now(ZoneId.systemDefault()));
        if (options.json) {
            context.printJsonLine(event, (json, value) -> {
                json.writeStringField(format.key(), time);
                view.write(json, value);
            });
        } else {
            context.out().println(prefix(format, time) + view.text(event));
        }
    }

    private static String prefix(EventTime format, String time) {
        return switch (format) {
            case LONG -> "Timestamp: " + time + System.lineSeparator();
            case SHORT -> "[" + time + "] ";
            case UTC -> "";
        };
    }
}
