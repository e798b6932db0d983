package mptcp4j.bench;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs a JMH benchmark in JVMs of its own, silently. */
final class Jmh {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Jmh() {}

    static Collection<RunResult> run(Class<?> benchmark) throws RunnerException {
        var options = new OptionsBuilder()
                .include(benchmark.getSimpleName())
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options).run();
    }

    /** The name of the benchmark's method. */
    static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    /** How many bytes each operation allocated. */
    static double allocated(RunResult result) {
        return result.getSecondaryResults().get(ALLOCATED).getScore();
    }
}
