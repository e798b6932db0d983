package mptcp4j.broker;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/** Writes a {@link Json} without blanks, so on one line. */
final class JsonWriter {
    private static final char FIRST_PRINTABLE = ' ';

    private final StringBuilder out = new StringBuilder();

    private JsonWriter() {}

    /** Returns the value in UTF-8. */
    static byte[] bytes(Json value) {
        var writer = new JsonWriter();
        writer.value(value);
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Json value) {
        if (value instanceof Json.Text text) {
            text(text.value());
        } else if (value instanceof Json.Whole number) {
            out.append(number.value());
        } else if (value instanceof Json.Decimal number) {
            out.append(number.value());
        } else if (value instanceof Json.Truth truth) {
            out.append(truth.value());
        } else if (value instanceof Json.Items items) {
            items(items.values().iterator());
        } else if (value instanceof Json.Fields fields) {
            fields(fields.values().entrySet().iterator());
        } else {
            out.append("null");
        }
    }

    private void items(Iterator<Json> items) {
        out.append('[');
        while (items.hasNext()) {
            value(items.next());
            out.append(items.hasNext() ? "," : "");
        }
        out.append(']');
    }

    private void fields(Iterator<Map.Entry<String, Json>> fields) {
        out.append('{');
        while (fields.hasNext()) {
            Map.Entry<String, Json> field = fields.next();
            text(field.getKey());
            out.append(':');
            value(field.getValue());
            out.append(fields.hasNext() ? "," : "");
        }
        out.append('}');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
