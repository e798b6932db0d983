package mptcp4j.bench;

import static mptcp4j.bench.Contestants.C;
import static mptcp4j.bench.Contestants.FFM;
import static mptcp4j.bench.Contestants.JNA;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import mptcp4j.bench.Contestant.Round;

/** The subflows of one connection: to read them, and to open one, in C, with FFM and with JNA. */
final class Subflows {
    private static final int ROUNDS = 15;
    private static final int READINGS = 2000;
    private static final int WARM_UPS_OF_READING = 400;
    private static final int OPENINGS = 1000;
    private static final int WARM_UPS_OF_OPENING = 60;
    private static final double MOST = 1.5;

    private final Report report;
    private final SubflowScene scene;
    private final List<Contestant> contestants;

    private Subflows(Report report, SubflowScene scene, List<Contestant> contestants) {
        this.report = report;
        this.scene = scene;
        this.contestants = contestants;
    }

    /** @param yardstick the program of {@code native/bench} */
    static void run(Report report, Path yardstick) throws IOException {
        try (SubflowScene scene = SubflowScene.open();
                Contestants contestants = scene.host().call(() -> Contestants.start(yardstick));
                Contestant wire = scene.host().call(() -> Contestant.start("wire", Contestants.c(yardstick)))) {
            var subflows = new Subflows(report, scene, contestants.all());
            subflows.read();
            subflows.open(wire);
            OptionTimes.run(report, scene);
        }
    }

    private void read() throws IOException {
        table("bytes allocated, FFM", "JNA");
        long[] tokens = connect();
        for (int subflows : new int[] {2, 8}) {
            for (long token : tokens) {
                scene.fill(token, subflows);
            }
            String read = "read " + subflows + " subflows";
            rows(read + ", us", true, reading("subflows"), allocation(1, "subflows"), allocation(2, "subflows"));
            rows(
                    read + " and decode all that is measured, us",
                    false,
                    reading("measured"),
                    allocation(1, "measured"),
                    allocation(2, "measured"));
        }
    }

    private Comparison reading(String what) throws IOException {
        return Comparison.of(contestants, what + " " + READINGS, WARM_UPS_OF_READING, ROUNDS);
    }

    private void table(String... more) {
        String[] headings = {"in the same turns", "", C, FFM, "", JNA, "", "FFM at most", ""};
        report.table(Stream.of(headings, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private String allocation(int contestant, String what) throws IOException {
        return "%,d"
                .formatted(contestants
                        .get(contestant)
                        .round("allocation " + what + " " + READINGS)
                        .outcome());
    }

    private void open(Contestant wire) throws IOException {
        table();
        connect();
        wire.round("watch " + scene.secondLink());
        String order = "open " + OPENINGS + " " + scene.secondLocal().getHostAddress();
        var comparison =
                Comparison.of(contestants, one -> joining(one.round(order), wire), WARM_UPS_OF_OPENING, ROUNDS);
        rows("from the call to the SYN, us", true, comparison);
    }

    /** Returns the times from the calls to the SYNs. */
    private static Round joining(Round calls, Contestant wire) throws IOException {
        long[] syns = wire.round("joins").samples();
        long[] begun = calls.samples();
        if (syns.length != begun.length) {
            throw new IOException(syns.length + " SYNs for " + begun.length + " subflows");
        }
        long[] times = new long[syns.length];
        Arrays.setAll(times, i -> syns[i] - begun[i]);
        return new Round(calls.nanos(), calls.outcome(), times);
    }

    /** Returns the tokens of their new connections. */
    private long[] connect() throws IOException {
        long[] tokens = new long[contestants.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = contestants.get(i).round("connect " + scene.server()).outcome();
        }
        return tokens;
    }

    /** @param barred whether there is a most */
    private void rows(String name, boolean barred, Comparison comparison, String... more) {
        row(name, "median", 0.5, barred, comparison, more);
        row(name, "99 %", 0.99, barred, comparison, more);
    }

    private void row(String name, String which, double share, boolean barred, Comparison comparison, String... more) {
        ToDoubleFunction<Round> measure =
                round -> Spread.quantile(share, Arrays.stream(round.samples()).asDoubleStream());
        double ffm = comparison.ratio(FFM, measure);
        double jna = comparison.ratio(JNA, measure);
        String[] cells = {
            name,
            which,
            micros(comparison.spread(C, measure)),
            micros(comparison.spread(FFM, measure)),
            "%.2f times C".formatted(ffm),
            micros(comparison.spread(JNA, measure)),
            "%.2f times C".formatted(jna),
            barred ? "%.1f times C".formatted(MOST) : "",
            barred ? report.verdict(ffm <= MOST) : ""
        };
        report.row(Stream.of(cells, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private static String micros(Spread nanos) {
        double one = TimeUnit.MICROSECONDS.toNanos(1);
        return "%.1f (%.1f to %.1f)".formatted(nanos.median() / one, nanos.lower() / one, nanos.upper() / one);
    }
}
