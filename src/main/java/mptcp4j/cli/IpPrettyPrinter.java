package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;

/** Puts the blanks of {@code ip -j -p}: four for each bracket that is open, and an object begins on the line of its array. */
final class IpPrettyPrinter implements PrettyPrinter {
    private static final String INDENT = "    ";

    private int open;

    @Override
    public void writeRootValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw('\n');
    }

    @Override
    public void writeStartObject(JsonGenerator json) throws IOException {
        json.writeRaw('{');
        open++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator json) throws IOException {
        newLine(json);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
        newLine(json);
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) throws IOException {
        open--;
        if (entries > 0) {
            newLine(json);
        }
        json.writeRaw('}');
    }

    @Override
    public void writeStartArray(JsonGenerator json) throws IOException {
        json.writeRaw("[ ");
        open++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) {
        // the first value is on the line of the bracket
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
        open--;
        json.writeRaw(values > 0 ? " ]" : "]");
    }

    private void newLine(JsonGenerator json) throws IOException {
        json.writeRaw('\n');
        for (int i = 0; i < open; i++) {
            json.writeRaw(INDENT);
        }
    }
}
