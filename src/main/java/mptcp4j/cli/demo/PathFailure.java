package mptcp4j.cli.demo;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mptcp4j.lab.Lab;
import mptcp4j.lab.NetworkPath;

/** Barré et al., SIGCOMM 2010: in mid-transfer a path fails, and later it is restored. */
final class PathFailure {
    private static final double MEGA = 1e6;

    private final Lab lab;
    private final DemoSettings settings;
    private final Progress progress;

    PathFailure(Lab lab, DemoSettings settings, Progress progress) {
        this.lab = lab;
        this.settings = settings;
        this.progress = progress;
    }

    /** @throws IOException if the transfer failed or stood still */
    Failover run(Scenario scenario) throws IOException {
        progress.begin(scenario.title());
        try (Stream stream = Stream.open(lab, Protocol.MPTCP)) {
            var plan = new TransferRun.Plan(settings.length(), true, settings.paths(), steps(scenario));
            PathBytes bytes = stream.subflowBytes(lab);
            var result = new Failover(
                    scenario, new TransferRun(plan, stream.client(), stream.server(), bytes, progress).run());
            progress.end(outcome(result));
            return result;
        }
    }

    /** The failure after a quarter of the time, the restoration after half of it. */
    private List<Step> steps(Scenario scenario) {
        NetworkPath path = lab.path(0);
        Duration length = settings.length();
        return List.of(
                new Step(length.dividedBy(4), "path 0 fails", () -> path.fail(scenario.failure())),
                new Step(length.dividedBy(2), "path 0 restored", path::restore));
    }

    private static String outcome(Failover failover) {
        Transfer transfer = failover.transfer();
        return String.format(
                ROOT,
                "longest gap %d ms, %.0f MB %s",
                failover.gap().toMillis(),
                transfer.received().bytes() / MEGA,
                transfer.intact() ? "intact" : "DAMAGED");
    }
}
