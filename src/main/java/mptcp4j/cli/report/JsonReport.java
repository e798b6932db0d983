package mptcp4j.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import mptcp4j.cli.demo.Aggregation;
import mptcp4j.cli.demo.DemoResult;
import mptcp4j.cli.demo.DemoSettings;
import mptcp4j.cli.demo.Environment;
import mptcp4j.cli.demo.Failover;
import mptcp4j.cli.demo.Verdict;
import org.jspecify.annotations.Nullable;

/** The results for programs: rates in Mbit/s, times in milliseconds, ASCII alone. */
public final class JsonReport {
    private static final int DECIMALS = 3;

    private final JsonGenerator json;

    private JsonReport(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Returns one object on one line.
     *
     * @param page where the report for people is
     */
    public static String of(DemoResult result, Path page) throws IOException {
        var text = new StringWriter();
        var factory =
                JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        try (JsonGenerator json = factory.createGenerator(text)) {
            new JsonReport(json).write(result, page);
        }
        return text.toString();
    }

    private void write(DemoResult result, Path page) throws IOException {
        json.writeStartObject();
        settings(result.settings());
        environment(result.environment());
        aggregation(result);
        json.writeArrayFieldStart("failover");
        for (Failover failover : result.failovers()) {
            failover(failover, result.settings());
        }
        json.writeEndArray();
        verdicts(Verdict.of(result));
        json.writeStringField("report", page.toString());
        json.writeEndObject();
    }

    private void settings(DemoSettings settings) throws IOException {
        json.writeObjectFieldStart("settings");
        number("path_mbps", settings.pathMbps());
        json.writeNumberField("paths", settings.paths());
        json.writeNumberField("seconds", settings.length().toSeconds());
        json.writeEndObject();
    }

    private void environment(Environment environment) throws IOException {
        json.writeObjectFieldStart("environment");
        json.writeStringField("date", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(environment.when()));
        json.writeStringField("kernel", environment.kernel());
        json.writeStringField("jdk", environment.jdk());
        json.writeStringField("backend", environment.backend());
        json.writeStringField("congestion_control", environment.congestionControl());
        json.writeStringField("scheduler", environment.scheduler());
        json.writeNumberField("processors", environment.processors());
        json.writeStringField("command", environment.command());
        json.writeEndObject();
    }

    private void aggregation(DemoResult result) throws IOException {
        Aggregation aggregation = result.aggregation();
        json.writeObjectFieldStart("aggregation");
        number("tcp_mbps", aggregation.tcp().mbps());
        number("mptcp_mbps", aggregation.mptcp().mbps());
        number("ratio", aggregation.ratio());
        number("share", result.share());
        json.writeArrayFieldStart("paths");
        for (double mbps : aggregation.mptcp().pathMbps()) {
            json.writeStartObject();
            number("mbps", mbps);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void failover(Failover failover, DemoSettings settings) throws IOException {
        json.writeStartObject();
        json.writeStringField("failure", failover.scenario().id());
        millis("failed_at_ms", failover.failedAt());
        millis("gap_ms", failover.gap());
        millisOrNull("resumed_ms", failover.resumed(settings.pathMbps()));
        millis("restored_at_ms", failover.restoredAt());
        millisOrNull("recovery_ms", failover.recovery());
        json.writeNumberField("bytes", failover.transfer().received().bytes());
        json.writeStringField("sha256", failover.transfer().received().sha256());
        json.writeBooleanField("intact", failover.transfer().intact());
        json.writeEndObject();
    }

    private void verdicts(List<Verdict> verdicts) throws IOException {
        json.writeArrayFieldStart("verdicts");
        for (Verdict verdict : verdicts) {
            json.writeStartObject();
            json.writeStringField("claim", verdict.claim());
            json.writeStringField("measured", verdict.measured());
            json.writeBooleanField("met", verdict.met());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void millis(String name, Duration time) throws IOException {
        json.writeNumberField(name, time.toMillis());
    }

    private void millisOrNull(String name, @Nullable Duration time) throws IOException {
        if (time == null) {
            json.writeNullField(name);
        } else {
            millis(name, time);
        }
    }

    private void number(String name, double value) throws IOException {
        json.writeNumberField(name, BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP));
    }
}
