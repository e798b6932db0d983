package mptcp4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * The commands by name, in the order in which an abbreviation finds them. To learn of one takes picocli a tenth of the time
 * of a short command, so where the first word names one, that is the only one that it learns of.
 */
final class Commands {
    static final String HELP = "help";

    private final Map<String, Supplier<?>> makers = new LinkedHashMap<>();

    /** Adds one that is about itself. */
    Commands with(String name, Supplier<?> maker) {
        makers.put(name, maker);
        return this;
    }

    /** Returns what there is to choose from. */
    List<String> names() {
        return Stream.concat(makers.keySet().stream(), Stream.of(HELP)).toList();
    }

    /** Adds to a line what it takes for its arguments. */
    void addTo(CommandLine line, String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        Supplier<?> chosen = makers.get(first);
        if (chosen != null && !first.equals(CompletionCommand.NAME)) {
            line.addSubcommand(first, of(chosen.get(), line.getUsageHelpWidth()));
            return;
        }
        makers.forEach((name, maker) -> line.addSubcommand(name, of(maker.get(), line.getUsageHelpWidth())));
        line.addSubcommand(new HelpCommand());
    }

    private static CommandLine of(Object command, int width) {
        var line = new CommandLine(command);
        if (command instanceof WordCommand words) {
            line.getCommandSpec().usageMessage().customSynopsis(words.synopsis(width));
        }
        return line;
    }
}
