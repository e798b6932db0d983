package mptcp4j.cli.report;

import static java.util.Locale.ROOT;

import java.io.PrintStream;
import java.time.Duration;
import java.util.stream.Collectors;
import mptcp4j.cli.demo.DemoSettings;
import mptcp4j.cli.demo.Moment;
import mptcp4j.cli.demo.Progress;
import mptcp4j.cli.demo.Throughput;

/** For a file or a pipe: a line each second, and none is ever changed. Not thread-safe. */
public final class PlainView implements Progress {
    private final PrintStream out;
    private long nextSecond;
    private Mean mean = new Mean();

    public PlainView(PrintStream out, DemoSettings settings) {
        this.out = out;
        out.println("mptcp4j demo: " + settings.inWords());
    }

    @Override
    public void begin(String title) {
        nextSecond = 1;
        mean = new Mean();
        out.println();
        out.println(title);
    }

    @Override
    public void flow(Throughput throughput, Duration length) {
        mean.add(throughput);
        if (throughput.until().toSeconds() < nextSecond) {
            return;
        }
        nextSecond = throughput.until().toSeconds() + 1;
        Throughput sinceLastLine = mean.take();
        String paths = sinceLastLine.paths().stream()
                .map(mbps -> String.format(ROOT, "%7.1f", mbps))
                .collect(Collectors.joining(" "));
        line(throughput.until(), String.format(ROOT, "%7.1f Mbit/s, by path: %s", sinceLastLine.received(), paths));
    }

    @Override
    public void moment(Moment moment) {
        line(moment.at(), moment.what());
    }

    @Override
    public void end(String outcome) {
        out.println("  " + outcome);
    }

    private void line(Duration at, String text) {
        out.println(String.format(ROOT, "  %7s  %s", Words.seconds(at), text));
    }
}
