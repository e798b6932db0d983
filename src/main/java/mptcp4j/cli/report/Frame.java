package mptcp4j.cli.report;

import static java.util.Locale.ROOT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.cli.demo.DemoSettings;
import mptcp4j.cli.demo.Throughput;

/** One picture of a transfer that goes on. Immutable. */
final class Frame {
    private static final int LABEL = 13;
    private static final int NUMBERS = 26;
    private static final int MIN_BAR = 8;
    private static final int MAX_BAR = 60;
    /** What building a lab and draining its queues takes, besides sending. */
    private static final Duration AROUND = Duration.ofMillis(700);

    private final Screen screen;
    private final DemoSettings settings;
    private final Throughput throughput;

    Frame(Screen screen, DemoSettings settings, Throughput throughput) {
        this.screen = screen;
        this.settings = settings;
        this.throughput = throughput;
    }

    /** Returns a line for each path and one for the receiving program. */
    List<String> bars() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < throughput.paths().size(); i++) {
            lines.add(bar("path " + i, throughput.paths().get(i), settings.pathMbps(), Style.ofPath(i)));
        }
        lines.add(bar(
                "program",
                throughput.received(),
                settings.pathMbps() * throughput.paths().size(),
                Style.BOLD));
        return lines;
    }

    /**
     * Returns the line below the bars.
     *
     * @param length of this transfer
     * @param after how many transfers come after this one
     * @param remark on what happened last
     */
    String clock(Duration length, int after, String remark) {
        Duration here = length.minus(throughput.until());
        Duration left = length.plus(AROUND).multipliedBy(after).plus(here.isNegative() ? Duration.ZERO : here);
        String clock = String.format(
                ROOT,
                "     %s of %d s, the demo ends in %d s",
                Words.seconds(throughput.until()),
                length.toSeconds(),
                left.toSeconds());
        String whole = remark.isEmpty() ? clock : clock + "   " + remark;
        return Style.DIM.on(screen, whole.substring(0, Math.min(whole.length(), screen.width() - 1)));
    }

    private String bar(String label, double mbps, double most, Style style) {
        int room = screen.width() - LABEL - NUMBERS;
        String bar = Bar.of(mbps / most, Math.max(MIN_BAR, Math.min(MAX_BAR, room)), screen.blocks());
        String numbers = String.format(ROOT, " %7.1f of %.0f Mbit/s", mbps, most);
        return String.format(ROOT, "     %-7s ", label) + style.on(screen, bar) + numbers;
    }
}
