package mptcp4j.cli.report;

import static java.util.Locale.ROOT;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mptcp4j.cli.demo.DemoResult;
import mptcp4j.cli.demo.Failover;
import mptcp4j.cli.demo.Transfer;

/** The results as one page for a browser, with all that it needs inside, and forbidden by itself to load anything. */
public final class HtmlReport {
    private static final String CHART_VERSION = "4.5.1";
    private static final String CHART_JS =
            "/META-INF/resources/webjars/chart.js/" + CHART_VERSION + "/dist/chart.umd.min.js";
    private static final Pattern SOURCE_MAP = Pattern.compile("\\n//# sourceMappingURL=.*");
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private final DemoResult result;

    private HtmlReport(DemoResult result) {
        this.result = result;
    }

    /**
     * Returns the page.
     *
     * @throws IOException if the library that draws the charts is not on the class path
     */
    public static String of(DemoResult result) throws IOException {
        return new HtmlReport(result).page();
    }

    private String page() throws IOException {
        Map<String, String> parts = Map.ofEntries(
                Map.entry("paths", Integer.toString(result.settings().paths())),
                Map.entry("style", resource("report.css")),
                Map.entry("facts", facts()),
                Map.entry("tiles", tiles()),
                Map.entry("aggregationCharts", aggregationCharts()),
                Map.entry("aggregationTable", HtmlTables.aggregation(result)),
                Map.entry("failoverCharts", failoverCharts()),
                Map.entry("failoverTable", HtmlTables.failovers(result)),
                Map.entry("verdicts", HtmlTables.verdicts(result)),
                Map.entry("environment", HtmlTables.environment(result)),
                Map.entry("chartVersion", CHART_VERSION),
                Map.entry("data", data()),
                Map.entry("chartJs", SOURCE_MAP.matcher(resource(CHART_JS)).replaceAll("")),
                Map.entry("script", resource("report.js")));
        return PLACE.matcher(resource("report.html"))
                .replaceAll(place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(1), place.group())));
    }

    private String facts() {
        var environment = result.environment();
        return Html.escape(String.join(
                " · ",
                result.settings().inWords(),
                environment.kernel(),
                environment.jdk(),
                environment.congestionControl()));
    }

    private String tiles() {
        var aggregation = result.aggregation();
        String first = tile(String.format(ROOT, "%.2f×", aggregation.ratio()), "the throughput of plain TCP")
                + tile(
                        String.format(ROOT, "%.0f", aggregation.mptcp().mbps()) + " <small>Mbit/s</small>",
                        String.format(ROOT, "%.1f %% of all paths' rates", 100 * result.share()));
        String gaps = result.failovers().stream()
                .map(failover -> tile(
                        failover.gap().toMillis() + " <small>ms gap</small>",
                        Html.escape(failover.scenario().title())
                                + (failover.transfer().intact() ? ", every byte intact" : ", BYTES LOST")))
                .collect(Collectors.joining());
        return first + gaps;
    }

    private static String tile(String number, String text) {
        return "<div class=\"tile\"><b>" + number + "</b><span>" + text + "</span></div>\n";
    }

    private String aggregationCharts() {
        Transfer tcp = result.aggregation().tcp();
        Transfer mptcp = result.aggregation().mptcp();
        return figure("tcp", "Plain TCP over path 0", Words.mbps(tcp.mbps()) + " Mbit/s")
                + figure("mptcp", "MPTCP over all paths", Words.mbps(mptcp.mbps()) + " Mbit/s");
    }

    private String failoverCharts() {
        return result.failovers().stream()
                .map(failover -> figure(
                        failover.scenario().id(),
                        failover.scenario().title(),
                        "longest gap " + Words.millis(failover.gap()) + ", slow for "
                                + Words.seconds(failover.slow(result.settings().pathMbps()))))
                .collect(Collectors.joining());
    }

    private static String figure(String id, String title, String note) {
        String label = Html.escape(title + ": throughput over time, " + note);
        return "<figure><figcaption><b>" + Html.escape(title) + "</b><span>" + Html.escape(note)
                + "</span></figcaption><div class=\"canvas\"><canvas id=\"" + id + "\" role=\"img\" aria-label=\""
                + label + "\"></canvas></div></figure>\n";
    }

    private String data() throws IOException {
        Map<String, Transfer> transfers = new LinkedHashMap<>();
        transfers.put("tcp", result.aggregation().tcp());
        transfers.put("mptcp", result.aggregation().mptcp());
        for (Failover failover : result.failovers()) {
            transfers.put(failover.scenario().id(), failover.transfer());
        }
        return ChartData.of(transfers, result.settings().allPathsMbps());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("not on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
