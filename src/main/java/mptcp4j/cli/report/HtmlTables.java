package mptcp4j.cli.report;

import static java.util.Locale.ROOT;

import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import mptcp4j.cli.demo.DemoResult;
import mptcp4j.cli.demo.Environment;
import mptcp4j.cli.demo.Failover;
import mptcp4j.cli.demo.Transfer;
import mptcp4j.cli.demo.Verdict;

/** The tables of the page. */
final class HtmlTables {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss xxx", Locale.ENGLISH);

    private HtmlTables() {}

    static String aggregation(DemoResult result) {
        int paths = result.settings().paths();
        List<String> header = new ArrayList<>(List.of("Mbit/s"));
        IntStream.range(0, paths).forEach(i -> header.add("path " + i));
        header.addAll(List.of("program", "times plain TCP", "of all paths' rates"));
        Transfer tcp = result.aggregation().tcp();
        Transfer mptcp = result.aggregation().mptcp();
        double rates = result.settings().allPathsMbps();
        return Html.table(
                header,
                List.of(
                        row("Plain TCP over path 0", tcp, paths, 1, tcp.mbps() / rates),
                        row(
                                "MPTCP over all paths",
                                mptcp,
                                paths,
                                result.aggregation().ratio(),
                                result.share())));
    }

    static String failovers(DemoResult result) {
        return Html.table(
                List.of("", "failed", "longest gap", "resumed", "restored", "used again", "bytes", "checked"),
                result.failovers().stream()
                        .map(failover -> row(failover, result.settings().pathMbps()))
                        .toList());
    }

    static String verdicts(DemoResult result) {
        List<List<String>> rows = Verdict.of(result).stream()
                .map(verdict -> List.of(
                        Html.escape(verdict.claim()),
                        Html.escape(verdict.measured()),
                        mark(verdict.met(), "✓ as expected", "✗ not as expected")))
                .toList();
        return Html.table(List.of("expected", "measured", ""), rows);
    }

    static String environment(DemoResult result) {
        Environment environment = result.environment();
        return "<table><tbody>"
                + fact("date", DATE.format(environment.when()))
                + fact("kernel", environment.kernel())
                + fact("Java", environment.jdk() + ", C library by " + environment.backend())
                + fact("congestion control", environment.congestionControl())
                + fact("MPTCP scheduler", environment.scheduler())
                + fact("processors", Integer.toString(environment.processors()))
                + fact("settings", result.settings().inWords())
                + "<tr><th scope=\"row\">command</th><td><code>" + Html.escape(environment.command())
                + "</code></td></tr></tbody></table>";
    }

    private static List<String> row(String name, Transfer transfer, int paths, double times, double share) {
        List<String> row = new ArrayList<>(List.of(name));
        transfer.pathMbps().forEach(mbps -> row.add(Words.mbps(mbps)));
        row.addAll(Collections.nCopies(paths - transfer.pathMbps().size(), "–"));
        row.add("<b>" + Words.mbps(transfer.mbps()) + "</b>");
        row.add(String.format(ROOT, "%.2f", times));
        row.add(String.format(ROOT, "%.1f %%", 100 * share));
        return row;
    }

    private static List<String> row(Failover failover, double pathMbps) {
        Duration resumed = failover.resumed(pathMbps);
        Duration recovery = failover.recovery();
        return List.of(
                Html.escape(failover.scenario().title()),
                "at " + Words.seconds(failover.failedAt()),
                "<b>" + Words.millis(failover.gap()) + "</b>",
                resumed == null ? "not before the end" : "after " + Words.millis(resumed),
                "at " + Words.seconds(failover.restoredAt()),
                recovery == null ? "not before the end" : Words.seconds(recovery) + " later",
                Words.megabytes(failover.transfer().received().bytes()),
                mark(failover.transfer().intact(), "✓ every byte intact", "✗ NOT INTACT"));
    }

    private static String mark(boolean met, String yes, String no) {
        return met ? "<span class=\"met\">" + yes + "</span>" : "<span class=\"missed\">" + no + "</span>";
    }

    private static String fact(String name, String value) {
        return "<tr><th scope=\"row\">" + name + "</th><td>" + Html.escape(value) + "</td></tr>\n";
    }
}
