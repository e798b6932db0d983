package mptcp4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import mptcp4j.daemon.ConnectionSummary;
import mptcp4j.daemon.Explanation;
import mptcp4j.daemon.Status;
import mptcp4j.linux.IpAddress;

/** What the daemon says, for people and for programs. */
final class CtlView {
    private static final String[] HEADING = {"TOKEN", "LOCAL", "REMOTE", "WHAT", "SUBFLOWS", "RULE", "POLICY", "AGE"};

    private final Context context;

    CtlView(Context context) {
        this.context = context;
    }

    void status(Status its) throws IOException {
        if (context.options().json) {
            context.printJson(List.of(its), CtlView::write);
            return;
        }
        line("mode " + its.mode() + ", running for " + text(its.running()));
        line("connections " + its.connections() + ", subflows " + its.subflows() + ", adopted " + its.adopted());
        line("overflows " + its.overflows() + ", refusals " + its.refusals());
        its.paths().forEach(path -> line("path " + path));
        its.competitors().forEach(competitor -> line("competitor " + competitor));
    }

    private static void write(JsonGenerator json, Status its) throws IOException {
        json.writeStringField("mode", its.mode());
        json.writeNumberField("running_ms", its.running().toMillis());
        json.writeNumberField("connections", its.connections());
        json.writeNumberField("subflows", its.subflows());
        json.writeNumberField("adopted", its.adopted());
        json.writeNumberField("overflows", its.overflows());
        json.writeNumberField("refusals", its.refusals());
        write(json, "paths", its.paths());
        write(json, "competitors", its.competitors());
    }

    private static void write(JsonGenerator json, String key, List<String> texts) throws IOException {
        json.writeArrayFieldStart(key);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    void connections(List<ConnectionSummary> all) throws IOException {
        if (context.options().json) {
            context.printJson(all, CtlView::write);
        } else if (!all.isEmpty()) {
            table(all).forEach(this::line);
        }
    }

    private static void write(JsonGenerator json, ConnectionSummary its) throws IOException {
        json.writeStringField("token", EventView.hex(its.token()));
        json.writeStringField("role", its.server() ? "server" : "client");
        json.writeStringField("local_address", IpAddress.text(its.local().getAddress()));
        json.writeNumberField("local_port", its.local().getPort());
        json.writeStringField("remote_address", IpAddress.text(its.remote().getAddress()));
        json.writeNumberField("remote_port", its.remote().getPort());
        json.writeNumberField("subflows", its.subflows());
        json.writeStringField("rule", its.rule());
        json.writeStringField("policy", its.policy());
        json.writeBooleanField("steered", its.steered());
        json.writeNumberField("age_ms", its.age().toMillis());
    }

    private static List<String> table(List<ConnectionSummary> all) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADING);
        for (ConnectionSummary its : all) {
            rows.add(new String[] {
                String.format("0x%08x", its.token()),
                text(its.local()),
                text(its.remote()),
                its.server() ? "server" : "client",
                Integer.toString(its.subflows()),
                its.rule(),
                its.steered() ? "(steered)" : its.policy(),
                text(its.age())
            });
        }
        int[] widths = new int[HEADING.length];
        rows.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row[i].length())));
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
        }
        return line.toString().stripTrailing();
    }

    void explanation(Explanation its) throws IOException {
        if (context.options().json) {
            context.printJson(List.of(its), CtlView::write);
            return;
        }
        ConnectionSummary connection = its.connection();
        table(List.of(connection)).forEach(this::line);
        if (connection.steered()) {
            line("its program steers it; what " + connection.policy() + " would want:");
        }
        its.wishes().forEach(wish -> line("wish      " + wish));
        its.subflows().forEach(subflow -> line("subflow   " + subflow));
        its.decisions().forEach(decision -> line(decision.at() + "  " + decision.what()));
    }

    private static void write(JsonGenerator json, Explanation its) throws IOException {
        write(json, its.connection());
        write(json, "wishes", its.wishes());
        write(json, "has", its.subflows());
        json.writeArrayFieldStart("decisions");
        for (Explanation.Decision decision : its.decisions()) {
            json.writeStartObject();
            json.writeStringField("timestamp", decision.at().toString());
            json.writeStringField("what", decision.what());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void policies(List<String> all) throws IOException {
        if (context.options().json) {
            context.printJson(all, (json, name) -> json.writeStringField("policy", name));
        } else {
            all.forEach(this::line);
        }
    }

    private void line(String text) {
        context.out().println(Printable.text(text));
    }

    private static String text(InetSocketAddress end) {
        String address = IpAddress.text(end.getAddress());
        return (end.getAddress() instanceof Inet4Address ? address : "[" + address + "]") + ":" + end.getPort();
    }

    /** Returns such as {@code 1.2s}, {@code 2h3m4s}. */
    private static String text(Duration duration) {
        Duration shown = duration.compareTo(Duration.ofMinutes(1)) < 0
                ? Duration.ofMillis(duration.toMillis() / 100 * 100)
                : Duration.ofSeconds(duration.toSeconds());
        return shown.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
