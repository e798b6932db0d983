package mptcp4j.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** Judges the {@link Facts}: what works, what does not, and the command that mends it. */
public final class Diagnosis {
    private static final List<Check> CHECKS = List.of(
            new KernelCheck(),
            new JavaCheck(),
            new SysctlCheck(),
            new PathManagerCheck(),
            new EndpointCheck(),
            new MissingEndpointCheck(),
            new FilterCheck(),
            new RoutingCheck(),
            new SourceRuleCheck(),
            new ManagerCheck(),
            new MiddleboxCheck());

    private Diagnosis() {}

    /** Returns what was found; at least one finding on each subject that can be judged. */
    public static List<Finding> of(Facts facts) {
        List<Finding> all = new ArrayList<>();
        CHECKS.forEach(check -> all.addAll(check.of(facts)));
        return List.copyOf(all);
    }
}
