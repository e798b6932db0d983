package mptcp4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import mptcp4j.bench.Contestant.Round;

/** The daemon beside mptcpd, a loop in C and the kernel's own path manager: each gives every connection a second subflow. */
final class PathManagers {
    private static final int ROUNDS = 5;
    private static final int WARM_UPS = 2;
    private static final int WARM_UP_VISITS = 6000;
    private static final int WARM_UP_RATE = 500;
    private static final int VISITS = 400;
    private static final int RATE = 40;
    private static final int HOLD_MILLIS = 20;
    private static final int CHURN = 2000;
    private static final int CHURN_RATE = 200;
    private static final int CHURN_HOLD_MILLIS = 50;
    private static final int CROWD = 5000;
    private static final int CROWD_RATE = 500;
    private static final int COLD_STARTS = 5;
    private static final int COLD_VISITS = 40;
    private static final int COLD_RATE = 10;
    private static final int COLD_HOLD_MILLIS = 90;
    private static final int COLD_PATIENCE_MILLIS = 3000;
    /** Of the connections, that must have been joined while they were open: a busy machine may be late for one. */
    private static final double JOINED = 0.8;

    private static final double MOST_TIME = 1.25;
    private static final double MOST_CPU = 2;
    private static final double MOST_MEGABYTES = 96;
    private static final double KIB_PER_MEGABYTE = 1e6 / 1024;

    private final Report report;
    private final Map<String, ManagedHost> hosts = new LinkedHashMap<>();

    private PathManagers(Report report) {
        this.report = report;
    }

    /**
     * @param yardstick the program of {@code native/bench}
     * @param rivals mptcpd first, which is what the others are compared with
     */
    static void run(Report report, Path yardstick, List<Rival> rivals) throws IOException {
        var managers = new PathManagers(report);
        try {
            for (Rival rival : rivals) {
                managers.hosts.put(rival.name(), ManagedHost.of(rival, yardstick));
            }
            managers.cold();
            managers.warmUp();
            managers.latency();
            managers.cpu();
            managers.memory();
        } finally {
            for (ManagedHost host : managers.hosts.values()) {
                host.close();
            }
        }
    }

    private List<ManagedHost> processes() {
        return hosts.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Rival.KERNEL))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Each is ended and started again, with nothing done before. */
    private void cold() throws IOException {
        report.table("just started", "until it listens, ms", "first connection, ms", "median of the next 40, us");
        for (ManagedHost host : processes()) {
            List<Double> starts = new ArrayList<>();
            List<Double> firsts = new ArrayList<>();
            List<Double> next = new ArrayList<>();
            for (int i = 0; i < COLD_STARTS; i++) {
                host.killManager();
                starts.add((double) host.startManager());
                firsts.add(quantile(host.joinings(1, COLD_RATE, COLD_PATIENCE_MILLIS), 0.5));
                next.add(quantile(host.joinings(COLD_VISITS, COLD_RATE, COLD_HOLD_MILLIS), 0.5));
            }
            report.row(host.client().name(), millis(spread(starts)), millis(spread(firsts)), micros(spread(next)));
        }
    }

    private void warmUp() throws IOException {
        for (ManagedHost host : hosts.values()) {
            host.visit(WARM_UP_VISITS, WARM_UP_RATE, HOLD_MILLIS);
        }
    }

    private void latency() throws IOException {
        var comparison = Comparison.of(clients(), this::joining, WARM_UPS, ROUNDS);
        report.table("from DATA_ACK to the SYN with MP_JOIN, us", "median", "", "90 %", "99 %", "median at most", "");
        for (String name : hosts.keySet()) {
            double ratio = comparison.ratio(name, quantile(0.5));
            boolean ours = name.equals(Rival.OURS);
            report.row(
                    name,
                    micros(comparison.spread(name, quantile(0.5))),
                    "%.2f times mptcpd".formatted(ratio),
                    micros(comparison.spread(name, quantile(0.9))),
                    micros(comparison.spread(name, quantile(0.99))),
                    ours ? MOST_TIME + " times mptcpd" : "",
                    ours ? report.verdict(ratio <= MOST_TIME) : "");
        }
    }

    private List<Contestant> clients() {
        return hosts.values().stream().map(ManagedHost::client).toList();
    }

    private ManagedHost host(Contestant client) {
        return hosts.get(client.name());
    }

    private Round joining(Contestant client) throws IOException {
        return new Round(0, VISITS, host(client).joinings(VISITS, RATE, HOLD_MILLIS));
    }

    private void cpu() throws IOException {
        List<Contestant> processes =
                processes().stream().map(ManagedHost::client).toList();
        var comparison = Comparison.of(processes, this::churning, 1, ROUNDS);
        report.table("processor time for each connection, us", "at 200 a second", "", "at most", "");
        for (Contestant process : processes) {
            double ratio = comparison.ratio(process.name());
            boolean ours = process.name().equals(Rival.OURS);
            report.row(
                    process.name(),
                    micros(comparison.nanos(process.name())),
                    "%.2f times mptcpd".formatted(ratio),
                    ours ? MOST_CPU + " times mptcpd" : "",
                    ours ? report.verdict(ratio <= MOST_CPU) : "");
        }
    }

    /** Returns how long the processor was taken for each. */
    private Round churning(Contestant client) throws IOException {
        ManagedHost host = host(client);
        long before = host.figures().cpuNanos();
        Round visit = host.visit(CHURN, CHURN_RATE, CHURN_HOLD_MILLIS);
        if (visit.samples()[0] < JOINED * CHURN) {
            throw new IOException(client.name() + " joined " + visit.samples()[0] + " of " + CHURN);
        }
        long after = host.figures().cpuNanos();
        return new Round((after - before) / CHURN, visit.outcome(), visit.samples());
    }

    private void memory() throws IOException {
        report.table("resident memory, MB", "with no connection", "with 5,000", "at most", "");
        for (ManagedHost host : processes()) {
            double before = host.figures().residentKiB() / KIB_PER_MEGABYTE;
            host.stay(CROWD, CROWD_RATE);
            boolean all = Crowd.awaitDoubled(host, CROWD);
            double after = host.figures().residentKiB() / KIB_PER_MEGABYTE;
            boolean ours = host.client().name().equals(Rival.OURS);
            report.row(
                    host.client().name() + (all ? "" : ", which lost some"),
                    "%.1f".formatted(before),
                    "%.1f".formatted(after),
                    ours ? "%.0f".formatted(MOST_MEGABYTES) : "",
                    ours ? report.verdict(all && after <= MOST_MEGABYTES) : "");
            host.leave(CROWD);
        }
    }

    private static ToDoubleFunction<Round> quantile(double share) {
        return round -> quantile(round.samples(), share);
    }

    private static double quantile(long[] samples, double share) {
        return Spread.quantile(share, Arrays.stream(samples).asDoubleStream());
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue));
    }

    private static String micros(Spread nanos) {
        double one = TimeUnit.MICROSECONDS.toNanos(1);
        return "%.0f (%.0f to %.0f)".formatted(nanos.median() / one, nanos.lower() / one, nanos.upper() / one);
    }

    private static String millis(Spread nanos) {
        double one = TimeUnit.MILLISECONDS.toNanos(1);
        return "%.1f (%.1f to %.1f)".formatted(nanos.median() / one, nanos.lower() / one, nanos.upper() / one);
    }
}
