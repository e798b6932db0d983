package mptcp4j.cli.report;

import static java.util.Locale.ROOT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import mptcp4j.cli.demo.DemoResult;
import mptcp4j.cli.demo.Failover;
import mptcp4j.cli.demo.Transfer;
import mptcp4j.cli.demo.Verdict;

/** The results as tables of text. Immutable. */
public final class TextReport {
    private static final String NOTES = """
            Throughput: what the receiving program got in the last 60 % of the time in which
            the sender sent. Gap: the longest time between two of its reads, from the
            failure on. Resumed: how long after the failure it got half of one path again,
            for 200 ms. Used: how long after its return path 0 brought data again.
            """;

    private final DemoResult result;
    private final Screen screen;

    public TextReport(DemoResult result, Screen screen) {
        this.result = result;
        this.screen = screen;
    }

    /**
     * Returns the lines.
     *
     * @param page where the whole report is
     */
    public List<String> lines(Path page) {
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(aggregation());
        lines.add("");
        lines.addAll(failovers());
        lines.add("");
        Verdict.of(result).forEach(verdict -> lines.add(line(verdict)));
        lines.add("");
        NOTES.lines().forEach(line -> lines.add(Style.DIM.on(screen, line)));
        lines.add("Report: " + Style.BOLD.on(screen, page.toString()));
        return lines;
    }

    private List<String> aggregation() {
        int paths = result.settings().paths();
        List<String> header = new ArrayList<>(
                IntStream.range(0, paths).mapToObj(i -> "path " + i).toList());
        header.add("program");
        return List.of(
                Style.BOLD.on(screen, row("Mbit/s", header)),
                row("plain TCP over path 0", cells(result.aggregation().tcp(), paths)),
                row("MPTCP over all paths", cells(result.aggregation().mptcp(), paths))
                        + String.format(
                                ROOT, "   %.2f times", result.aggregation().ratio()));
    }

    private static List<String> cells(Transfer transfer, int paths) {
        List<String> cells =
                new ArrayList<>(transfer.pathMbps().stream().map(Words::mbps).toList());
        while (cells.size() < paths) {
            cells.add("");
        }
        cells.add(Words.mbps(transfer.mbps()));
        return cells;
    }

    private List<String> failovers() {
        Failover first = result.failovers().get(0);
        String times =
                "Path 0 out from " + Words.seconds(first.failedAt()) + " to " + Words.seconds(first.restoredAt());
        List<String> lines = new ArrayList<>();
        lines.add(Style.BOLD.on(screen, row(times, List.of("gap", "resumed", "used", "checked"))));
        result.failovers().forEach(failover -> lines.add(line(failover)));
        return lines;
    }

    private String line(Failover failover) {
        Duration resumed = failover.resumed(result.settings().pathMbps());
        Duration recovery = failover.recovery();
        return row(
                failover.scenario().title(),
                List.of(
                        Words.millis(failover.gap()),
                        resumed == null ? "not yet" : Words.millis(resumed),
                        recovery == null ? "not yet" : "+" + Words.seconds(recovery),
                        Words.megabytes(failover.transfer().received().bytes())));
    }

    private String line(Verdict verdict) {
        String mark = verdict.met() ? Style.GOOD.on(screen, "  ok   ") : Style.BAD.on(screen, "  MISS ");
        String measured = String.format(ROOT, "%-15s ", verdict.measured());
        return mark + Style.BOLD.on(screen, measured) + verdict.claim();
    }

    private static String row(String name, List<String> cells) {
        var row = new StringBuilder(String.format(ROOT, "  %-33s", name));
        cells.forEach(cell -> row.append(String.format(ROOT, "%9s", cell)));
        return row.toString();
    }
}
