package mptcp4j.cli;

import java.util.Map;
import java.util.Stack;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code ip} that every command of its kind has. Picocli writes them; nobody else does. */
final class GlobalOptions {
    @Option(
            names = {"-n", "--netns"},
            paramLabel = "NETNS",
            description = "Work in this network namespace: a name as of ip netns, or a file such as /proc/PID/ns/net.")
    @Nullable
    String netns;

    @Option(
            names = {"-j", "--json"},
            description = "Print JSON.")
    boolean json;

    @Option(
            names = {"-p", "--pretty"},
            description = "With -j, print it for people.")
    boolean pretty;

    @Option(
            names = {"-t", "--timestamp"},
            description = "Print the time before each event.")
    boolean timestamp;

    @Option(
            names = {"-ts", "--tshort"},
            description = "As -t, in the short form.")
    boolean shortTimestamp;

    @Option(
            names = {"-c", "--color"},
            arity = "0..1",
            paramLabel = "WHEN",
            preprocessor = OnlyAttached.class,
            converter = ColoursConverter.class,
            description = "Colours: always, never, or auto, which is where a terminal shows them. Default: auto")
    Colours colours = Colours.AUTO;

    /** When there are colours. */
    enum Colours {
        ALWAYS,
        AUTO,
        NEVER
    }

    /** Takes small letters and capitals. */
    static final class ColoursConverter implements ITypeConverter<Colours> {
        @Override
        public Colours convert(String text) {
            return Stream.of(Colours.values())
                    .filter(colours -> colours.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("always, auto or never is expected, not '" + text + "'"));
        }
    }

    /** In {@code -c show}, {@code show} is no value of the option, but the command's next word. */
    static final class OnlyAttached implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (" ".equals(info.get("separator"))) {
                arguments.push(Colours.ALWAYS.name());
            }
            return false;
        }
    }
}
