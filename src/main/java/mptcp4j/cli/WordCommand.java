package mptcp4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mptcp4j.cli.words.Synopsis;
import mptcp4j.cli.words.UsageException;
import mptcp4j.cli.words.Words;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command in the language of {@code ip}: picocli reads its options, and an {@link Action} the words between them. */
abstract class WordCommand implements Callable<Integer> {
    private static final String HEADING = "Usage: ";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final GlobalOptions options = new GlobalOptions();

    @Parameters(hidden = true)
    private List<String> words = List.of();

    WordCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Returns what it can do, in the order in which an abbreviation finds it. */
    abstract List<Action> actions();

    /** Returns what picocli knows of it. */
    final CommandSpec spec() {
        return spec;
    }

    /** Returns the grammar of the whole command in lines that picocli does not have to break. */
    final String synopsis(int width) {
        return beside(actions().stream()
                .flatMap(this::linesOf)
                .flatMap(line -> Synopsis.wrapped(line, width - HEADING.length()).stream()));
    }

    @Override
    public final Integer call() throws IOException {
        if (words.size() == 1 && isHelp(words.get(0))) {
            terminal.out().println(usageOf(actions()));
            return ExitCode.OK;
        }
        var reader = Words.of(words);
        Action action = choose(reader);
        try (Context context = new Context(terminal, options)) {
            return action.body().run(context, reader);
        } catch (UsageException e) {
            throw e.withUsage(usageOf(List.of(action)));
        }
    }

    private static boolean isHelp(String word) {
        return !word.isEmpty() && Commands.HELP.startsWith(word);
    }

    private Action choose(Words reader) {
        try {
            return Action.chosen(actions(), reader);
        } catch (UsageException e) {
            throw e.withUsage(usageOf(actions()));
        }
    }

    private String usageOf(List<Action> actions) {
        return HEADING + beside(actions.stream().flatMap(this::linesOf));
    }

    /** One line below the other, beside the heading. */
    private static String beside(Stream<String> lines) {
        return lines.distinct().collect(Collectors.joining("\n" + " ".repeat(HEADING.length())));
    }

    private Stream<String> linesOf(Action action) {
        return String.join(" ", "mptcp4j", spec.name(), action.name(), action.grammar())
                .lines()
                .map(line -> line.strip().replace("  ", " "));
    }
}
