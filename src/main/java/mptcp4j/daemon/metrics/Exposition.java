package mptcp4j.daemon.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import mptcp4j.daemon.metrics.Figures.Path;
import mptcp4j.daemon.metrics.Figures.Subflows;
import mptcp4j.diag.Counters;
import mptcp4j.linux.IpAddress;

/** Names the figures as Prometheus wants it: made anew of one snapshot at each request, so that they fit together. */
final class Exposition {
    /** The one counter of the kernel that is none: it falls, too. */
    private static final String ESTABLISHED = "MPCurrEstab";

    private static final double NANOS = 1e9;

    private final MetricsSource source;
    private final Kernel kernel;

    Exposition(MetricsSource source, Kernel kernel) {
        this.source = source;
        this.kernel = kernel;
    }

    /** @throws IOException if the daemon does not answer, or the kernel does not count */
    MetricSnapshots read() throws IOException {
        return of(source.figures(), kernel.counters().values());
    }

    private static MetricSnapshots of(Figures figures, Map<String, Long> counters) {
        Collection<Map.Entry<String, Long>> counted = counters.entrySet().stream()
                .filter(counter -> !counter.getKey().equals(ESTABLISHED))
                .toList();
        return MetricSnapshots.of(
                gauge(
                        "mptcp4j_connections",
                        "Connections that the daemon manages",
                        figures.connections().entrySet(),
                        its -> Labels.of("policy", its.getKey()),
                        Map.Entry::getValue),
                gauge(
                        "mptcp4j_subflows",
                        "Subflows of these connections",
                        figures.subflows(),
                        Exposition::labels,
                        Subflows::count),
                counter("mptcp4j_path_sent_bytes", "Bytes sent from a local address", figures, Path::sent),
                counter("mptcp4j_path_received_bytes", "Bytes received at a local address", figures, Path::received),
                counter(
                        "mptcp4j_path_retransmitted_bytes",
                        "Bytes sent again from a local address",
                        figures,
                        Path::retransmitted),
                gauge(
                        "mptcp4j_event_lag_seconds",
                        "The longest that an event of the kernel has lately waited for the daemon",
                        figures.eventLag().toNanos() / NANOS),
                counter("mptcp4j_adoptions", "Connections that no event told of", (double) figures.adoptions()),
                counter("mptcp4j_event_overflows", "How often the kernel dropped events", (double) figures.overflows()),
                counter("mptcp4j_resyncs", "How often all connections were read again", (double) figures.resyncs()),
                counter(
                        "mptcp4j_refusals",
                        "Commands that the kernel refused",
                        figures.refusals().entrySet(),
                        its -> Labels.of("errno", its.getKey().symbol()),
                        Map.Entry::getValue),
                gauge(
                        "mptcp4j_kernel_established_connections",
                        "MPTCP connections of the network namespace, MPCurrEstab of the kernel",
                        counters.getOrDefault(ESTABLISHED, 0L)),
                counter(
                        "mptcp4j_kernel_events",
                        "What the kernel has counted in the network namespace, MPTcpExt of /proc/net/netstat",
                        counted,
                        its -> Labels.of("name", its.getKey()),
                        Map.Entry::getValue));
    }

    private static Labels labels(Subflows its) {
        return Labels.of("state", its.state(), "interface", its.link(), "policy", its.policy());
    }

    private static MetricSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static <T> MetricSnapshot gauge(
            String name, String help, Collection<T> all, Function<T, Labels> labels, ToDoubleFunction<T> value) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        for (T one : all) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(labels.apply(one))
                    .value(value.applyAsDouble(one))
                    .build());
        }
        return gauge.build();
    }

    private static MetricSnapshot counter(String name, String help, double value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static MetricSnapshot counter(String name, String help, Figures figures, ToDoubleFunction<Path> value) {
        return counter(
                name,
                help,
                figures.paths(),
                path -> Labels.of("interface", path.link(), "address", IpAddress.text(path.address())),
                value);
    }

    private static <T> MetricSnapshot counter(
            String name, String help, Collection<T> all, Function<T, Labels> labels, ToDoubleFunction<T> value) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        for (T one : all) {
            counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels.apply(one))
                    .value(value.applyAsDouble(one))
                    .build());
        }
        return counter.build();
    }

    /** What the kernel has counted. */
    @FunctionalInterface
    interface Kernel {
        Counters counters() throws IOException;
    }
}
