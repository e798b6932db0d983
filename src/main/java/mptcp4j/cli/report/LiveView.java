package mptcp4j.cli.report;

import static java.util.Locale.ROOT;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.cli.demo.Demo;
import mptcp4j.cli.demo.DemoSettings;
import mptcp4j.cli.demo.Moment;
import mptcp4j.cli.demo.Progress;
import mptcp4j.cli.demo.Throughput;

/**
 * For a terminal: below the outcomes so far, a bar for each path of the transfer that goes on, drawn again in its place.
 * Not thread-safe.
 */
public final class LiveView implements Progress {
    private static final String CLEAR_BELOW = "\r\u001b[J";

    private final PrintStream out;
    private final Screen screen;
    private final DemoSettings settings;
    private String title = "";
    private String lastMoment = "";
    private int number;
    private int drawn;

    public LiveView(PrintStream out, Screen screen, DemoSettings settings) {
        this.out = out;
        this.screen = screen;
        this.settings = settings;
        out.println(Style.BOLD.on(screen, "mptcp4j demo") + ": " + settings.inWords());
        out.println();
    }

    @Override
    public void begin(String experiment) {
        number++;
        title = experiment;
        lastMoment = "";
        redraw(List.of(heading()));
    }

    @Override
    public void flow(Throughput throughput, Duration length) {
        var frame = new Frame(screen, settings, throughput);
        List<String> lines = new ArrayList<>(List.of(heading()));
        lines.addAll(frame.bars());
        lines.add(frame.clock(length, Demo.TRANSFERS - number, lastMoment));
        redraw(lines);
    }

    @Override
    public void moment(Moment moment) {
        lastMoment = Words.seconds(moment.at()) + ": " + moment.what();
    }

    @Override
    public void end(String outcome) {
        redraw(List.of(heading(), Style.DIM.on(screen, "     " + outcome)));
        drawn = 0;
    }

    private String heading() {
        return String.format(ROOT, "%d/%d  %s", number, Demo.TRANSFERS, Style.BOLD.on(screen, title));
    }

    /** In one write, so that the terminal never shows half of it. */
    private void redraw(List<String> lines) {
        var text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[" + drawn + "A").append(CLEAR_BELOW);
        }
        lines.forEach(line -> text.append(line).append('\n'));
        out.print(text);
        out.flush();
        drawn = lines.size();
    }
}
