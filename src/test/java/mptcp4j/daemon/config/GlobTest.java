package mptcp4j.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GlobTest {
    /** The same in another way. */
    @Property
    void matchesAsTheExpressionDoes(@ForAll("globs") String glob, @ForAll("names") String name) {
        String expression = glob.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        assertEquals(name.matches(expression), new Glob(glob).matches(name));
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.strings().withChars("ab*?").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(12);
    }

    /** An expression that tries again and again would take for ever. */
    @Example
    void isQuickWithManyStars() {
        assertEquals(false, new Glob("*a".repeat(1000) + "b").matches("a".repeat(2000)));
    }
}
