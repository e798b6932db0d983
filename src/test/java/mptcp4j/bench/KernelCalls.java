package mptcp4j.bench;

import static mptcp4j.bench.Contestants.C;
import static mptcp4j.bench.Contestants.FFM;
import static mptcp4j.bench.Contestants.JNA;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is asked of the kernel, in C, with FFM and with JNA: in turns, in one network namespace. */
final class KernelCalls {
    private static final int CONNECTIONS = 1000;
    private static final int WARM_UPS = 25;
    private static final int ROUNDS = 15;

    private static final double FFM_RATE = 0.8;
    private static final double JNA_RATE = 0.6;
    private static final double MOST_OF_A_DUMP = 2;

    private final Report report;
    private final List<Contestant> contestants;

    private KernelCalls(Report report, List<Contestant> contestants) {
        this.report = report;
        this.contestants = contestants;
    }

    /** @param yardstick the program of {@code native/bench} */
    static void run(Report report, Path yardstick) throws IOException {
        try (Scene scene = Scene.of(CONNECTIONS)) {
            try (Contestants contestants = scene.host().call(() -> Contestants.start(yardstick))) {
                new KernelCalls(report, contestants.all()).compare(scene);
            }
        }
    }

    private void compare(Scene scene) throws IOException {
        report.table("in the same turns", C, FFM, "", JNA, "", "at least", "");
        rate("read the limits, per second", "limits", 20_000, "");
        rate("make a subflow a backup or not, per second", "backup", 10_000, " " + scene.steered());
        report.table("in the same turns", C, FFM, "", JNA, "", "at most", "");
        duration("list " + CONNECTIONS + " connections with 2 subflows each, ms", "connections", 5);
    }

    private void rate(String name, String what, int times, String arguments) throws IOException {
        var comparison = Comparison.of(contestants, what + " " + times + arguments, WARM_UPS, ROUNDS);
        double ffm = 1 / comparison.ratio(FFM);
        double jna = 1 / comparison.ratio(JNA);
        report.row(
                name,
                perSecond(comparison.nanos(C), times),
                perSecond(comparison.nanos(FFM), times),
                "%.2f of C".formatted(ffm),
                perSecond(comparison.nanos(JNA), times),
                "%.2f of C".formatted(jna),
                "%.1f, %.1f of C".formatted(FFM_RATE, JNA_RATE),
                report.verdict(ffm >= FFM_RATE && jna >= JNA_RATE));
    }

    private void duration(String name, String what, int times) throws IOException {
        var comparison = Comparison.of(contestants, what + " " + times, WARM_UPS, ROUNDS);
        double ffm = comparison.ratio(FFM);
        double jna = comparison.ratio(JNA);
        report.row(
                name,
                millis(comparison.nanos(C), times),
                millis(comparison.nanos(FFM), times),
                "%.2f times C".formatted(ffm),
                millis(comparison.nanos(JNA), times),
                "%.2f times C".formatted(jna),
                "%.0f times C".formatted(MOST_OF_A_DUMP),
                report.verdict(ffm <= MOST_OF_A_DUMP && jna <= MOST_OF_A_DUMP));
    }

    private static String perSecond(Spread nanos, int times) {
        double one = times * (double) TimeUnit.SECONDS.toNanos(1);
        return "%,.0f (%,.0f to %,.0f)".formatted(one / nanos.median(), one / nanos.upper(), one / nanos.lower());
    }

    private static String millis(Spread nanos, int times) {
        double one = times * (double) TimeUnit.MILLISECONDS.toNanos(1);
        return "%.1f (%.1f to %.1f)".formatted(nanos.median() / one, nanos.lower() / one, nanos.upper() / one);
    }
}
