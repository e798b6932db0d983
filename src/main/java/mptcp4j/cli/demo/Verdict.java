package mptcp4j.cli.demo;

import static java.util.Locale.ROOT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the kernel did what the papers say.
 *
 * @param claim what is expected
 * @param measured what was seen
 * @param met whether that is enough
 */
public record Verdict(String claim, String measured, boolean met) {
    /** Of the ideal ratio, which is the number of paths: 1.9 with two. */
    private static final double RATIO_PER_PATH = 0.95;
    /** Of the paths' rates, which count the headers of every packet. */
    private static final double SHARE = 0.93;

    /** Returns one for each claim. */
    public static List<Verdict> of(DemoResult result) {
        double ratio = result.aggregation().ratio();
        double wanted = RATIO_PER_PATH * result.settings().paths();
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(new Verdict(
                String.format(ROOT, "MPTCP at least %.2f times plain TCP", wanted),
                String.format(ROOT, "%.3f", ratio),
                ratio >= wanted));
        verdicts.add(new Verdict(
                String.format(ROOT, "at least %.0f %% of the paths' rates", 100 * SHARE),
                String.format(ROOT, "%.1f %%", 100 * result.share()),
                result.share() >= SHARE));
        result.failovers().forEach(failover -> verdicts.add(of(failover)));
        return verdicts;
    }

    private static Verdict of(Failover failover) {
        Duration most = failover.scenario().mostGap();
        boolean intact = failover.transfer().intact();
        return new Verdict(
                failover.scenario().title() + String.format(ROOT, ": gap at most %d ms", most.toMillis()),
                String.format(ROOT, "%d ms, %s", failover.gap().toMillis(), intact ? "intact" : "NOT intact"),
                intact && failover.gap().compareTo(most) <= 0);
    }
}
