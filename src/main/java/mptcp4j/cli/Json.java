package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;

/** JSON in the looks of iproute2, in ASCII. */
final class Json {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    /** Returns one object on one line. */
    static <T> String object(T value, JsonFields<T> fields) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            object(json, value, fields);
        }
        return text.toString();
    }

    /** Returns an array of objects on one line. */
    static <T> String array(Iterable<T> values, JsonFields<T> fields) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            array(json, values, fields);
        }
        return text.toString();
    }

    /** Returns an array of objects on many lines. */
    static <T> String pretty(Iterable<T> values, JsonFields<T> fields) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new IpPrettyPrinter());
            array(json, values, fields);
        }
        return text.toString();
    }

    private static <T> void array(JsonGenerator json, Iterable<T> values, JsonFields<T> fields) throws IOException {
        json.writeStartArray();
        for (T value : values) {
            object(json, value, fields);
        }
        json.writeEndArray();
    }

    private static <T> void object(JsonGenerator json, T value, JsonFields<T> fields) throws IOException {
        json.writeStartObject();
        fields.write(json, value);
        json.writeEndObject();
    }
}
