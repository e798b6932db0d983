package mptcp4j.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what is read, and what is no JSON is a {@link ProtocolException} and nothing else. */
class JsonTest {
    private static final int DEEPER_THAN_ALLOWED = 12;

    @Property(tries = 3000)
    void isReadAsItWasWritten(@ForAll("values") Json value) throws ProtocolException {
        assertEquals(value, JsonReader.read(ByteBuffer.wrap(JsonWriter.bytes(value))));
    }

    @Property(tries = 3000)
    void anyBytesAreAValueOrAProtocolError(@ForAll @Size(max = 200) byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property(tries = 5000)
    void damagedTextIsAValueOrAProtocolError(
            @ForAll("values") Json value, @ForAll int where, @ForAll("ofJson") char what) {
        byte[] bytes = JsonWriter.bytes(value);
        bytes[Math.floorMod(where, bytes.length)] = (byte) what;
        readOrRefuse(bytes);
    }

    /** What is accepted is read again as the same. */
    private static void readOrRefuse(byte[] bytes) {
        Json value;
        try {
            value = JsonReader.read(ByteBuffer.wrap(bytes));
        } catch (ProtocolException e) {
            return;
        }
        try {
            assertEquals(value, JsonReader.read(ByteBuffer.wrap(JsonWriter.bytes(value))));
        } catch (ProtocolException e) {
            throw new AssertionError("what was read cannot be written: " + value, e);
        }
    }

    @Provide
    Arbitrary<Character> ofJson() {
        return Arbitraries.of('{', '}', '[', ']', '"', '\\', ',', ':', '-', 'e', '.', '0', 'u', '\u0000', '\u00ff');
    }

    @Provide
    Arbitrary<Json> values() {
        Arbitrary<Json> plain = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).map(Json.Text::new),
                Arbitraries.longs().map(Json.Whole::new),
                Arbitraries.doubles().map(Json.Decimal::new),
                Arbitraries.of(true, false).map(Json.Truth::new),
                Arbitraries.just(new Json.Nothing()));
        return Arbitraries.lazyOf(
                () -> plain,
                () -> plain,
                () -> nested(plain),
                () -> nested(nested(plain)),
                () -> nested(nested(nested(plain))));
    }

    private static Arbitrary<Json> nested(Arbitrary<Json> inner) {
        Arbitrary<Json> items = inner.list().ofMaxSize(4).map(Json.Items::new);
        Arbitrary<Json> fields = Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner)
                .ofMaxSize(4)
                .map(Json.Fields::new);
        return Arbitraries.oneOf(items, fields);
    }

    @Test
    void readsWhatTheStandardAllows() throws ProtocolException {
        assertEquals(
                new Json.Items(List.of(
                        new Json.Whole(-12),
                        new Json.Decimal(-1250.0),
                        new Json.Text("a\"\\/\b\f\n\r\t\u00e9\ud83d\ude00"),
                        new Json.Fields(Map.of("", new Json.Nothing())),
                        new Json.Items(List.of()))),
                read(
                        " [ -12 , -12.5e2 , \"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\" , { \"\" : null } , [ ] ] "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{,}",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "{1:1}",
                "01",
                "+1",
                "1.",
                ".5",
                "1e",
                "--1",
                "tru",
                "nul",
                "\"",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u123g\"",
                "\"\\ud800\"",
                "9223372036854775808",
                "1e999",
                "{\"a\":1,\"a\":2}",
                "[1] 2",
                "NaN",
                "'a'",
                "\u00a01",
                "1111111111111111111111111111111111111111"
            })
    void refusesWhatItForbids(String text) {
        assertThrows(ProtocolException.class, () -> read(text));
    }

    @Test
    void refusesWhatIsTooDeep() throws ProtocolException {
        String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        assertEquals(deepest, new String(JsonWriter.bytes(read(deepest)), StandardCharsets.UTF_8));
        assertThrows(ProtocolException.class, () -> read("[" + deepest + "]"));
        assertThrows(ProtocolException.class, () -> read("[{\"a\":".repeat(DEEPER_THAN_ALLOWED)));
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] half = {'"', (byte) 0xc3, '"'};
        assertThrows(ProtocolException.class, () -> JsonReader.read(ByteBuffer.wrap(half)));
    }

    @Test
    void halfACharacterIsReplaced() {
        assertEquals(new Json.Text("a\ufffdb"), new Json.Text("a\ud800b"));
    }

    private static Json read(String text) throws ProtocolException {
        return JsonReader.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
