package mptcp4j.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of {@code ip} as picocli takes them. In {@code ip -netns red -j e show}, options are before the object, may
 * be written out behind one hyphen, and the object may be abbreviated; here they are the command's own.
 */
final class Arguments {
    private static final List<String> LONG_OPTIONS =
            List.of("netns", "json", "pretty", "timestamp", "tshort", "color", "help", "version", "debug");
    /** The only option whose value is a word of its own, alone or behind others of one letter. */
    private static final String WITH_VALUE = "--netns|-[jptv]*n";

    private Arguments() {}

    /**
     * Returns the object in full, then the options that were before it, then all that was behind it.
     *
     * @param objects in the order in which an abbreviation finds them
     */
    static String[] normalised(List<String> objects, String... arguments) {
        List<String> options = new ArrayList<>();
        int next = 0;
        while (next < arguments.length && arguments[next].startsWith("-")) {
            String option = written(arguments[next++]);
            options.add(option);
            if (next < arguments.length && option.matches(WITH_VALUE)) {
                options.add(arguments[next++]);
            }
        }
        List<String> result = new ArrayList<>();
        if (next < arguments.length) {
            result.add(object(arguments[next++], objects));
        }
        result.addAll(options);
        result.addAll(List.of(arguments).subList(next, arguments.length));
        return result.toArray(String[]::new);
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
