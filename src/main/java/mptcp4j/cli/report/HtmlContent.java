package mptcp4j.cli.report;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import mptcp4j.cli.demo.DemoResult;
import mptcp4j.cli.demo.Failover;
import mptcp4j.cli.demo.Transfer;

/** What a page says of a result. */
final class HtmlContent {
    private final DemoResult result;

    HtmlContent(DemoResult result) {
        this.result = result;
    }

    /** Returns its parts, by the names of their places in the page. */
    Map<String, String> parts() throws IOException {
        return Map.of(
                "paths", Integer.toString(result.settings().paths()),
                "facts", facts(),
                "tiles", tiles(),
                "aggregationCharts", aggregationCharts(),
                "aggregationTable", HtmlTables.aggregation(result),
                "failoverCharts", failoverCharts(),
                "failoverTable", HtmlTables.failovers(result),
                "verdicts", HtmlTables.verdicts(result),
                "environment", HtmlTables.environment(result),
                "data", data());
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
                .map(failover ->
                        figure(failover.scenario().id(), failover.scenario().title(), note(failover)))
                .collect(Collectors.joining());
    }

    private String note(Failover failover) {
        Duration resumed = failover.resumed(result.settings().pathMbps());
        return "longest gap " + Words.millis(failover.gap())
                + (resumed == null ? ", not resumed" : ", resumed after " + Words.millis(resumed));
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
}
