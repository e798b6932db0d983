package mptcp4j.cli.demo;

import java.util.List;

/** All that the demo found. Immutable. */
public record DemoResult(
        DemoSettings settings, Environment environment, Aggregation aggregation, List<Failover> failovers) {
    public DemoResult {
        failovers = List.copyOf(failovers);
    }

    /** Returns the share of the paths' rates that MPTCP brought to the receiving program, from 0 to 1. */
    public double share() {
        return aggregation.mptcp().mbps() / settings.allPathsMbps();
    }

    /** Whether every byte of every checked transfer arrived as it was sent. */
    public boolean intact() {
        return failovers.stream().allMatch(failover -> failover.transfer().intact());
    }
}
