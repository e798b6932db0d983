package mptcp4j.broker;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one {@link Json}, strictly: what RFC 8259 leaves open, such as a name that comes twice, is wrong here. */
final class JsonReader {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?");
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String UNESCAPED = "\"\\/\b\f\n\r\t";
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;

    private final String in;
    private int at;

    private JsonReader(String in) {
        this.in = in;
    }

    /** @throws ProtocolException if it is not one value in UTF-8 */
    static Json read(ByteBuffer utf8) throws ProtocolException {
        var reader = new JsonReader(text(utf8));
        Json value = reader.value(0);
        reader.blanks();
        if (reader.at < reader.in.length()) {
            throw reader.wrong("nothing more");
        }
        return value;
    }

    private static String text(ByteBuffer utf8) throws ProtocolException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("the line is not in UTF-8");
        }
    }

    private Json value(int depth) throws ProtocolException {
        blanks();
        return switch (peek()) {
            case '{' -> fields(deeper(depth));
            case '[' -> items(deeper(depth));
            case '"' -> new Json.Text(text());
            case 't' -> word("true", new Json.Truth(true));
            case 'f' -> word("false", new Json.Truth(false));
            case 'n' -> word("null", new Json.Nothing());
            default -> number();
        };
    }

    private int deeper(int depth) throws ProtocolException {
        if (depth == Json.MAX_DEPTH) {
            throw wrong("at most " + Json.MAX_DEPTH + " arrays and objects within each other");
        }
        at++;
        return depth + 1;
    }

    private Json fields(int depth) throws ProtocolException {
        Map<String, Json> fields = new LinkedHashMap<>();
        boolean more = !isNext('}');
        while (more) {
            blanks();
            String name = text();
            require(':');
            if (fields.put(name, value(depth)) != null) {
                throw wrong("no name twice");
            }
            more = isNext(',');
            if (!more) {
                require('}');
            }
        }
        return new Json.Fields(fields);
    }

    private Json items(int depth) throws ProtocolException {
        List<Json> items = new ArrayList<>();
        boolean more = !isNext(']');
        while (more) {
            items.add(value(depth));
            more = isNext(',');
            if (!more) {
                require(']');
            }
        }
        return new Json.Items(items);
    }

    private String text() throws ProtocolException {
        if (peek() != '"') {
            throw wrong("a string");
        }
        at++;
        var text = new StringBuilder();
        while (peek() != '"') {
            char c = peek();
            if (c < ' ') {
                throw wrong("no control character in a string");
            }
            at++;
            text.append(c == '\\' ? escaped() : c);
        }
        at++;
        return paired(text.toString());
    }

    private char escaped() throws ProtocolException {
        char c = peek();
        int known = ESCAPED.indexOf(c);
        if (known >= 0) {
            at++;
            return UNESCAPED.charAt(known);
        }
        if (c != 'u') {
            throw wrong("one of " + ESCAPED + "u after \\");
        }
        at++;
        int code = 0;
        for (int i = 0; i < HEX_DIGITS; i++, at++) {
            char digit = peek();
            int value = digit < 0x80 ? Character.digit(digit, HEX) : -1;
            if (value < 0) {
                throw wrong("four hexadecimal digits");
            }
            code = code * HEX + value;
        }
        return (char) code;
    }

    private String paired(String text) throws ProtocolException {
        boolean lone = text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
        if (lone) {
            throw wrong("whole characters, no lone surrogate");
        }
        return text;
    }

    private Json word(String word, Json value) throws ProtocolException {
        if (!in.startsWith(word, at)) {
            throw wrong("a value");
        }
        at += word.length();
        return value;
    }

    private Json number() throws ProtocolException {
        Matcher number = NUMBER.matcher(in).region(at, in.length());
        if (!number.lookingAt()) {
            throw wrong("a value");
        }
        try {
            Json value = number.group(1) == null && number.group(2) == null
                    ? new Json.Whole(Long.parseLong(number.group()))
                    : new Json.Decimal(Double.parseDouble(number.group()));
            at = number.end();
            return value;
        } catch (IllegalArgumentException e) {
            throw wrong("a number that 64 bits hold");
        }
    }

    private boolean isNext(char c) throws ProtocolException {
        blanks();
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void require(char c) throws ProtocolException {
        if (!isNext(c)) {
            throw wrong("'" + c + "'");
        }
    }

    private void blanks() {
        while (at < in.length() && " \t\r\n".indexOf(in.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws ProtocolException {
        if (at >= in.length()) {
            throw wrong("more");
        }
        return in.charAt(at);
    }

    private ProtocolException wrong(String expected) {
        return new ProtocolException("no JSON: at character " + at + ", " + expected + " is expected");
    }
}
