package mptcp4j.cli;

import java.util.ArrayList;
import java.util.List;
import mptcp4j.cli.words.UsageException;
import mptcp4j.cli.words.Words;

/**
 * The arguments of {@code ip} as picocli takes them. In {@code ip -netns red -j e show}, options are before the object, may
 * be written out behind one hyphen, and the object may be abbreviated; here they are the command's own.
 */
final class Arguments {
    private static final List<String> LONG_OPTIONS =
            List.of("netns", "json", "pretty", "timestamp", "tshort", "color", "help", "version", "debug");
    /** The only option whose value is a word of its own, alone or behind others of one letter. */
    private static final String WITH_VALUE = "--netns|-[jptv]*n";

    /** Those of every command and of {@code mptcp4j} itself, as they are written out. */
    private static final String KNOWN =
            "--(" + String.join("|", LONG_OPTIONS) + ")(=.*)?|-[hjptvV]*([hjptvV]|ts|n.*|c(=.*)?)";

    private static final String HELP = "--help|-[jptvV]*h[hjptvV]*";
    private static final String VERSION = "--version|-[jptv]*V[jptvV]*";

    private Arguments() {}

    /**
     * Returns the object in full, then the options that were before it, then all that was behind it. Where only help or the
     * version is asked for, returns that option.
     *
     * @param objects in the order in which an abbreviation finds them
     * @throws UsageException if there is no object, or none of that name; of an option that nothing knows it complains first
     */
    static String[] normalised(List<String> objects, String... arguments) {
        List<String> options = new ArrayList<>();
        List<String> values = new ArrayList<>();
        int next = 0;
        while (next < arguments.length && arguments[next].startsWith("-")) {
            String option = written(arguments[next++]);
            options.add(option);
            values.add(option);
            if (next < arguments.length && option.matches(WITH_VALUE)) {
                values.add(arguments[next++]);
            }
        }
        List<String> behind = new ArrayList<>(List.of(arguments).subList(next, arguments.length));
        if (behind.isEmpty() && options.stream().anyMatch(option -> option.matches(HELP + "|" + VERSION))) {
            return new String[] {options.stream().anyMatch(option -> option.matches(HELP)) ? "--help" : "--version"};
        }
        expandFirst(behind, objects);
        requireObject(behind, objects, options);
        if (behind.get(0).equals(Commands.HELP)) {
            expandFirst(behind.subList(1, behind.size()), objects);
        }
        behind.addAll(1, values);
        return behind.toArray(String[]::new);
    }

    private static void requireObject(List<String> behind, List<String> objects, List<String> options) {
        if (behind.isEmpty() || !objects.contains(behind.get(0))) {
            options.stream()
                    .filter(option -> !option.matches(KNOWN))
                    .findFirst()
                    .ifPresent(option -> {
                        throw new UsageException("Unknown option: '" + option + "'");
                    });
            throw Words.of(behind).unexpected(objects.toArray(String[]::new));
        }
    }

    private static void expandFirst(List<String> words, List<String> objects) {
        if (!words.isEmpty()) {
            words.set(0, object(words.get(0), objects));
        }
    }

    /** Two hyphens for {@code -json=...} and its beginnings of two letters and more; one letter is picocli's. */
    private static String written(String option) {
        String name = option.substring(1).split("=", 2)[0];
        return LONG_OPTIONS.stream()
                .filter(full -> name.length() > 1 && full.startsWith(name))
                .findFirst()
                .map(full -> "--" + full + option.substring(1 + name.length()))
                .orElse(option);
    }

    private static String object(String word, List<String> objects) {
        if (word.isEmpty() || objects.contains(word)) {
            return word;
        }
        return objects.stream()
                .filter(object -> object.startsWith(word))
                .findFirst()
                .orElse(word);
    }
}
