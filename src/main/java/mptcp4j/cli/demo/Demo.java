package mptcp4j.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import mptcp4j.lab.Host;
import mptcp4j.lab.Lab;
import mptcp4j.lab.Topology;
import mptcp4j.linux.Backends;

/** All experiments, one after the other. For one use. */
public final class Demo {
    private static final Path PARAMETERS = Path.of("/proc/sys");

    /** How many transfers there are in all. */
    public static final int TRANSFERS = 2 + Scenario.values().length;

    /**
     * What most kernels use by default. It is asked for so that results can be compared: with bbr, which probes each path
     * by sending less now and then, the sum of two paths varies by a tenth from run to run.
     */
    private static final String CONGESTION_CONTROL = "cubic";

    private final DemoSettings settings;
    private final String command;
    private final Progress progress;

    /**
     * @param command the words on the command line, for the report
     * @param progress is told how it goes
     */
    public Demo(DemoSettings settings, String command, Progress progress) {
        this.settings = settings;
        this.command = command;
        this.progress = progress;
    }

    /**
     * Does them.
     *
     * @throws mptcp4j.LinuxException if the kernel refuses to build the laboratory, or has no MPTCP
     * @throws IOException if a transfer went wrong
     */
    public DemoResult run() throws IOException {
        ZonedDateTime when = ZonedDateTime.now(ZoneId.systemDefault());
        Environment environment;
        Aggregation aggregation;
        String congestionControl = congestionControl();
        try (Lab lab = Lab.of(topology(false, congestionControl))) {
            environment = environment(when, lab.client(), congestionControl);
            aggregation = new TwoPaths(lab, settings, progress).run();
        }
        List<Failover> failovers = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            try (Lab lab = Lab.of(topology(scenario.backup(), congestionControl))) {
                failovers.add(new PathFailure(lab, settings, progress).run(scenario));
            }
        }
        return new DemoResult(settings, environment, aggregation, failovers);
    }

    private Topology topology(boolean backup, String congestionControl) {
        Topology topology =
                Topology.twoHosts(settings.paths()).rate(settings.rate()).congestionControl(congestionControl);
        for (int i = 1; backup && i < settings.paths(); i++) {
            topology = topology.path(i, path -> path.asBackup());
        }
        return topology;
    }

    private Environment environment(ZonedDateTime when, Host host, String congestionControl) throws IOException {
        return new Environment(
                when,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                Backends.name(),
                congestionControl,
                parameter(host, "net/mptcp/scheduler"),
                Runtime.getRuntime().availableProcessors(),
                command);
    }

    private static String congestionControl() throws IOException {
        String available = Files.readString(PARAMETERS.resolve("net/ipv4/tcp_available_congestion_control"));
        return List.of(available.strip().split(" ")).contains(CONGESTION_CONTROL)
                ? CONGESTION_CONTROL
                : Files.readString(PARAMETERS.resolve("net/ipv4/tcp_congestion_control"))
                        .strip();
    }

    /** Namespaces have their own. */
    private static String parameter(Host host, String name) throws IOException {
        Path file = PARAMETERS.resolve(name);
        return host.call(() -> Files.exists(file) ? Files.readString(file).strip() : "unknown");
    }
}
