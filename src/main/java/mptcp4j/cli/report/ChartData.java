package mptcp4j.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import mptcp4j.cli.demo.Moment;
import mptcp4j.cli.demo.Throughput;
import mptcp4j.cli.demo.Transfer;

/** What the charts show, as the page's script reads it: seconds and Mbit/s, a point for each sample. */
final class ChartData {
    private static final double MILLIS = 1000;

    private final JsonGenerator json;

    private ChartData(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Returns a JSON object that may stand in a page.
     *
     * @param transfers by the name of their chart
     * @param most what the paths could bring together, in Mbit/s, so that all charts have the same scale
     */
    static String of(Map<String, Transfer> transfers, double most) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            var data = new ChartData(json);
            json.writeStartObject();
            for (Map.Entry<String, Transfer> transfer : transfers.entrySet()) {
                json.writeFieldName(transfer.getKey());
                data.write(transfer.getValue(), most);
            }
            json.writeEndObject();
        }
        // A script element ends at the first </script, wherever it stands; "<" is nowhere but in strings.
        return text.toString().replace("<", "\\u003c");
    }

    private void write(Transfer transfer, double most) throws IOException {
        List<Throughput> course = Throughput.course(transfer.samples());
        int paths = course.get(0).paths().size();
        json.writeStartObject();
        number("seconds", transfer.sending().toMillis() / MILLIS);
        number("most", most);
        json.writeFieldName("program");
        points(course, Throughput::received);
        json.writeArrayFieldStart("paths");
        for (int i = 0; i < paths; i++) {
            int path = i;
            points(course, throughput -> throughput.paths().get(path));
        }
        json.writeEndArray();
        moments(transfer.moments());
        json.writeEndObject();
    }

    private void points(List<Throughput> course, ToDoubleFunction<Throughput> value) throws IOException {
        json.writeStartArray();
        for (Throughput throughput : course) {
            json.writeStartObject();
            number("x", throughput.until().toMillis() / MILLIS);
            number("y", value.applyAsDouble(throughput));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void moments(List<Moment> moments) throws IOException {
        json.writeArrayFieldStart("moments");
        for (Moment moment : moments) {
            json.writeStartObject();
            number("at", moment.at().toMillis() / MILLIS);
            json.writeStringField("what", moment.what());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void number(String name, double value) throws IOException {
        json.writeNumberField(name, BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP));
    }
}
