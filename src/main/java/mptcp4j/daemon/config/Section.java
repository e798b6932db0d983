package mptcp4j.daemon.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of the file. It knows which keys it was asked for, and so which ones mean nothing. What is wrong is written down, and
 * answered as if it were not there. Not thread-safe.
 */
final class Section {
    private final String heading;
    private final TomlTable table;
    private final TomlPosition position;
    private final List<Mistake> mistakes;
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(String heading, TomlTable table, TomlPosition position, List<Mistake> mistakes) {
        this.heading = heading;
        this.table = table;
        this.position = position;
        this.mistakes = mistakes;
    }

    /** Returns all of a file. */
    static Section root(TomlTable table, List<Mistake> mistakes) {
        return new Section("", table, TomlPosition.positionAt(1, 1), mistakes);
    }

    /** Returns a table in this one. */
    Optional<Section> section(String key) {
        String its = inner(key);
        return value(key, "a table: [" + its + "]", TomlTable.class)
                .map(inner -> new Section(its, inner, positionOf(key), mistakes));
    }

    /** Returns the tables of an array in this one, in its order. */
    List<Section> sections(String key) {
        String its = inner(key);
        String allowed = "tables: [[" + its + "]]";
        Optional<TomlArray> array = value(key, allowed, TomlArray.class);
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < array.map(TomlArray::size).orElse(0); i++) {
            TomlPosition at = positionOf(array.orElseThrow(), i);
            if (array.get().get(i) instanceof TomlTable inner) {
                sections.add(new Section(its, inner, at, mistakes));
            } else {
                wrong(at, described(key, array.get().get(i), allowed));
            }
        }
        return sections;
    }

    /** Returns an empty one, in the place of this. */
    Section nothing() {
        return new Section(heading, Toml.parse(""), position, mistakes);
    }

    boolean has(String key) {
        return look(key) != null;
    }

    /** Returns how many mistakes have been written down, in this table and all others. */
    int mistakes() {
        return mistakes.size();
    }

    /** Returns the keys that are there. */
    Set<String> keys() {
        return table.keySet();
    }

    /** Returns a value as it is written, more or less. */
    String written(String key) {
        return shown(table.get(List.of(key)));
    }

    Optional<String> text(String key) {
        return value(key, "a text that is not empty", value -> text(value).filter(text -> !text.isBlank()));
    }

    Optional<Boolean> flag(String key) {
        return value(key, "true or false", Boolean.class);
    }

    boolean flag(String key, boolean otherwise) {
        return flag(key).orElse(otherwise);
    }

    /** Returns one of some words, which stands for something. */
    <T> Optional<T> word(String key, Map<String, T> words) {
        return value(key, anyOf(words), value -> text(value).flatMap(word -> Optional.ofNullable(words.get(word))));
    }

    /** As {@link #word}, for one or several of them. */
    <T> List<T> words(String key, Map<String, T> words) {
        return values(key, anyOf(words), value -> text(value).flatMap(word -> Optional.ofNullable(words.get(word))));
    }

    int number(String key, int otherwise, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        return value(key, allowed, value -> number(value, least, most))
                .map(Long::intValue)
                .orElse(otherwise);
    }

    double fraction(String key, double otherwise, double least, double most) {
        String allowed = "a number from " + least + " to " + most;
        return value(
                        key,
                        allowed,
                        value -> value instanceof Number number
                                        && number.doubleValue() >= least
                                        && number.doubleValue() <= most
                                ? Optional.of(number.doubleValue())
                                : Optional.empty())
                .orElse(otherwise);
    }

    Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        String allowed = "a time from \"" + Times.text(least) + "\" to \"" + Times.text(most)
                + "\", a whole number of ms, s, m or h";
        return value(
                        key,
                        allowed,
                        value -> text(value)
                                .flatMap(Times::parse)
                                .filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0))
                .orElse(otherwise);
    }

    /** Returns texts, or one. */
    List<String> texts(String key) {
        return values(key, "texts that are not empty", value -> text(value).filter(text -> !text.isBlank()));
    }

    /** As the other, for texts that the reader takes; for others it throws {@link IllegalArgumentException}. */
    <T> List<T> texts(String key, Function<String, T> reader) {
        return values(
                key,
                "texts that are not empty",
                value -> text(value).filter(text -> !text.isBlank()).map(reader));
    }

    List<Glob> globs(String key) {
        return texts(key).stream().map(Glob::new).toList();
    }

    /**
     * Returns one value.
     *
     * @param allowed what it has to be
     * @param reader makes something of a value, if it is allowed
     */
    <T> Optional<T> value(String key, String allowed, Function<Object, Optional<T>> reader) {
        Object value = look(key);
        return value == null ? Optional.empty() : read(value, key, positionOf(key), allowed, reader);
    }

    /** As {@link #value}, for one value or a list of some. */
    <T> List<T> values(String key, String allowed, Function<Object, Optional<T>> reader) {
        Object value = look(key);
        if (value instanceof TomlArray array && !array.isEmpty()) {
            return IntStream.range(0, array.size())
                    .mapToObj(i -> read(array.get(i), key, positionOf(array, i), allowed, reader))
                    .flatMap(Optional::stream)
                    .toList();
        }
        return value(key, allowed, reader).stream().toList();
    }

    private <T> Optional<T> value(String key, String allowed, Class<T> type) {
        return value(
                key,
                allowed,
                value -> Optional.of(value).filter(type::isInstance).map(type::cast));
    }

    private <T> Optional<T> read(
            Object value, String key, TomlPosition at, String allowed, Function<Object, Optional<T>> reader) {
        try {
            Optional<T> read = reader.apply(value);
            if (read.isEmpty()) {
                wrong(at, described(key, value, allowed));
            }
            return read;
        } catch (IllegalArgumentException e) {
            wrong(at, key(key) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private @Nullable Object look(String key) {
        asked.add(key);
        return table.get(List.of(key));
    }

    /** Writes down that something about a key is wrong. */
    void wrong(String key, String text) {
        wrong(positionOf(key), text);
    }

    /** Writes down that something about the table is wrong. */
    void wrong(String text) {
        wrong(position, text);
    }

    private void wrong(TomlPosition at, String text) {
        mistakes.add(new Mistake(at.line(), at.column(), text));
    }

    /** Writes down which keys nothing has asked for. */
    void end() {
        for (String key : table.keySet()) {
            if (!asked.contains(key)) {
                String where = heading.isEmpty() ? "here" : "in [" + heading + "]";
                String known = asked.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(asked));
                wrong(key, "unknown key " + key(key) + "; known " + where + ": " + known);
            }
        }
    }

    private TomlPosition positionOf(String key) {
        TomlPosition at = table.inputPositionOf(List.of(key));
        return at == null ? position : at;
    }

    private TomlPosition positionOf(TomlArray array, int index) {
        TomlPosition at = array.inputPositionOf(index);
        return at == null ? position : at;
    }

    private String inner(String key) {
        return heading.isEmpty() ? key(key) : heading + "." + key(key);
    }

    private static String key(String key) {
        return Toml.joinKeyPath(List.of(key));
    }

    private static String described(String key, @Nullable Object value, String allowed) {
        return key(key) + " is " + shown(value) + ", and has to be " + allowed;
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof String text) {
            return '"' + Toml.tomlEscape(text).toString() + '"';
        } else if (value instanceof TomlTable) {
            return "a table";
        } else if (value instanceof TomlArray array) {
            return array.isEmpty()
                    ? "an empty list"
                    : array.toList().stream().map(Section::shown).collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(value);
    }

    static String anyOf(Map<String, ?> words) {
        return new TreeSet<>(words.keySet())
                .stream()
                        .map(word -> '"' + word + '"')
                        .collect(Collectors.joining(", "))
                        .replaceFirst(", (?!.*, )", " or ");
    }

    static Optional<String> text(Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    static Optional<Long> number(Object value, long least, long most) {
        return value instanceof Long number && number >= least && number <= most
                ? Optional.of(number)
                : Optional.empty();
    }
}
