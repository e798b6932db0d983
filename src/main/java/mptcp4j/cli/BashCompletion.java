package mptcp4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import mptcp4j.cli.words.Grammar;
import picocli.CommandLine.Model.CommandSpec;

/** The script by which bash completes our command line: what may be said, from the commands themselves, and how to look. */
final class BashCompletion {
    private static final String SCRIPT = "completion.bash";

    private final StringBuilder table = new StringBuilder();

    private BashCompletion() {}

    /** Returns the script for all commands below this one. */
    static String of(CommandSpec root) throws IOException {
        var completion = new BashCompletion();
        completion.put("objects", root.subcommands().keySet());
        completion.put("options", optionsBeforeObject(root));
        root.subcommands().forEach((name, command) -> completion.put(name, command.getCommandSpec()));
        completion.put("actions help", root.subcommands().keySet());
        try (InputStream script = Objects.requireNonNull(BashCompletion.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("        # @TABLE@\n", completion.table.toString());
        }
    }

    private void put(String name, CommandSpec command) {
        put("options " + name, options(command));
        if (command.userObject() instanceof WordCommand words) {
            List<Action> actions = words.actions();
            put(
                    "actions " + name,
                    Stream.concat(actions.stream().map(Action::name), Stream.of(Commands.HELP))
                            .toList());
            actions.forEach(action -> put(name, action));
        }
    }

    private void put(String name, Action action) {
        Grammar grammar = Grammar.of(action.grammar());
        String key = (name + " " + action.name()).strip();
        put("words " + key, grammar.keywords());
        put("values " + key, grammar.valued());
    }

    private void put(String key, Collection<String> words) {
        String value = String.join(" ", words).strip();
        if (!value.isEmpty()) {
            table.append(String.format("        '%s') printf '%%s\\n' %s ;;\n", key, value));
        }
    }

    private static Collection<String> optionsBeforeObject(CommandSpec root) {
        Collection<String> names = options(root);
        names.addAll(options(CommandSpec.forAnnotatedObject(new GlobalOptions())));
        return names;
    }

    private static Collection<String> options(CommandSpec command) {
        Collection<String> names = new TreeSet<>();
        command.options().forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }
}
