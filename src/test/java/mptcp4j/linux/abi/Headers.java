package mptcp4j.linux.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mptcp4j.linux.abi.Declared.Kind;

/**
 * Reads the names in {@code headers/}, which are written one declaration a line for it. What a name means to C, its size
 * and its place, is for the compiler to tell. A line that it does not understand is an error, never skipped.
 */
final class Headers {
    static final Path DIRECTORY = Path.of("headers");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern NOTHING =
            Pattern.compile("#(include|ifndef|endif).*|#define MPTCP4J_\\w+_H|typedef .*|"
                    + "struct \\w+;|enum( \\w+)? \\{|}( __attribute__.*)?;|");
    private static final Pattern STRING = Pattern.compile("#define (\\w+) (\".*\")");
    private static final Pattern MACRO = Pattern.compile("#define (\\w+) (\\w+)");
    private static final Pattern ENUMERATOR = Pattern.compile(" {4}(\\w+) = (\\w+),");
    private static final Pattern STRUCT = Pattern.compile("struct (\\w+) \\{()");
    private static final Pattern BIT_FIELDS = Pattern.compile(" {4}\\w+ (\\w+ : \\d+(?:, \\w+ : \\d+)*);");
    private static final Pattern FIELD = Pattern.compile(" {4}[\\w ]+ (\\w+)(?:\\[\\d+])?(?: __attribute__.*)?;");
    private static final Pattern FUNCTION =
            Pattern.compile("(?:int |ssize_t |void |void \\*|struct \\w+ \\*)(\\w+)\\((.*)\\);");

    private final List<Declared> found = new ArrayList<>();
    private String struct = "";

    private Headers() {}

    /** Returns everything that the headers declare, file by file. */
    static List<Declared> read() throws IOException {
        var headers = new Headers();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".h"))
                    .sorted()
                    .collect(Collectors.toList())) {
                String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
                code.lines().map(String::stripTrailing).forEach(line -> headers.line(file, line));
            }
        }
        return List.copyOf(headers.found);
    }

    private void line(Path file, String line) {
        if (NOTHING.matcher(line).matches()) {
            return;
        }
        boolean known = add(Kind.STRING, STRING, line)
                || add(Kind.MACRO, MACRO, line)
                || add(Kind.ENUMERATOR, ENUMERATOR, line)
                || add(Kind.STRUCT, STRUCT, line)
                || add(Kind.FUNCTION, FUNCTION, line)
                || addFields(line);
        if (!known) {
            throw new IllegalArgumentException(file + ": cannot read: " + line);
        }
    }

    private boolean add(Kind kind, Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        if (kind == Kind.STRUCT) {
            struct = matcher.group(1);
        }
        found.add(new Declared(kind, matcher.group(1), kind == Kind.FUNCTION ? line : matcher.group(2)));
        return true;
    }

    private boolean addFields(String line) {
        Matcher bits = BIT_FIELDS.matcher(line);
        if (bits.matches()) {
            for (String one : bits.group(1).split(", ")) {
                found.add(new Declared(Kind.BIT_FIELD, struct + "." + one.split(" ")[0], ""));
            }
            return true;
        }
        Matcher field = FIELD.matcher(line);
        if (field.matches()) {
            found.add(new Declared(Kind.FIELD, struct + "." + field.group(1), ""));
            return true;
        }
        return false;
    }
}
