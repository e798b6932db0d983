package mptcp4j.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mptcp4j.Errno;
import mptcp4j.daemon.metrics.Figures.Path;
import mptcp4j.daemon.metrics.Figures.Subflows;
import mptcp4j.linux.IpAddress;
import mptcp4j.linux.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetricsServerTest {
    private static final Figures FIGURES = new Figures(
            Map.of("aggregate", 3L, "handover", 1L),
            List.of(
                    new Subflows("established", "eth0", "aggregate", 3),
                    new Subflows("backup", "wlan0", "handover", 1)),
            List.of(
                    new Path("eth0", IpAddress.parse("10.0.1.1").orElseThrow(), 1_000_000_000_123L, 456, 78),
                    new Path("wlan0", IpAddress.parse("fd00::1").orElseThrow(), 0, 1, 0)),
            Duration.ofNanos(1_500_000),
            4,
            1,
            2,
            Map.of(Errno.EPERM, 5L));
    private static final String OURS = """
            mptcp4j_adoptions_total 4.0
            mptcp4j_connections{policy="aggregate"} 3.0
            mptcp4j_connections{policy="handover"} 1.0
            mptcp4j_event_lag_seconds 0.0015
            mptcp4j_event_overflows_total 1.0
            mptcp4j_path_received_bytes_total{address="10.0.1.1",interface="eth0"} 456.0
            mptcp4j_path_received_bytes_total{address="fd00::1",interface="wlan0"} 1.0
            mptcp4j_path_retransmitted_bytes_total{address="10.0.1.1",interface="eth0"} 78.0
            mptcp4j_path_retransmitted_bytes_total{address="fd00::1",interface="wlan0"} 0.0
            mptcp4j_path_sent_bytes_total{address="10.0.1.1",interface="eth0"} 1.000000000123E12
            mptcp4j_path_sent_bytes_total{address="fd00::1",interface="wlan0"} 0.0
            mptcp4j_refusals_total{errno="EPERM"} 5.0
            mptcp4j_resyncs_total 2.0
            mptcp4j_subflows{interface="eth0",policy="aggregate",state="established"} 3.0
            mptcp4j_subflows{interface="wlan0",policy="handover",state="backup"} 1.0
            """;

    @BeforeEach
    void requireCounters() {
        Requires.mptcp();
    }

    @Test
    void tellsAllFigures() throws Exception {
        try (MetricsServer server = MetricsServer.start(0, () -> FIGURES)) {
            String answer = get(server, "text/plain").body();
            assertEquals(OURS, lines(answer, "mptcp4j_(?!kernel).*"), answer);
            assertTrue(answer.contains("# TYPE mptcp4j_path_sent_bytes_total counter\n"), answer);
            assertTrue(answer.contains("# TYPE mptcp4j_subflows gauge\n"), answer);
            assertEquals(
                    1,
                    lines(answer, "mptcp4j_kernel_established_connections \\d+\\.0")
                            .lines()
                            .count(),
                    answer);
            assertEquals(
                    1,
                    lines(answer, "mptcp4j_kernel_events_total\\{name=\"MPJoinAckRx\"} .*")
                            .lines()
                            .count(),
                    answer);
        }
    }

    /** What Prometheus itself asks for first is protocol buffers, and it takes text. */
    @Test
    void answersPrometheus() throws Exception {
        String accepted =
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                        + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";
        try (MetricsServer server = MetricsServer.start(0, () -> FIGURES)) {
            HttpResponse<String> answer = get(server, accepted);
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("mptcp4j_adoptions_total 4.0\n"), answer.body());
        }
    }

    @Test
    void saysThatTheDaemonDoesNotAnswer() throws Exception {
        MetricsSource silent = () -> {
            throw new IOException("no answer in 10 s");
        };
        try (MetricsServer server = MetricsServer.start(0, silent)) {
            HttpResponse<String> answer = get(server, "text/plain");
            assertEquals(503, answer.statusCode());
            assertEquals("no answer in 10 s\n", answer.body());
        }
    }

    /** As many as could keep all of its threads. */
    @Test
    void halfRequestsKeepNobodyElse() throws Exception {
        try (MetricsServer server = MetricsServer.start(0, () -> FIGURES)) {
            List<Socket> halves = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Socket half = new Socket(InetAddress.getLoopbackAddress(), server.port());
                half.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.US_ASCII));
                halves.add(half);
            }
            assertEquals(200, get(server, "text/plain").statusCode());
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    @Test
    void isOnLoopbackOnlyAndAlone() throws Exception {
        try (MetricsServer server = MetricsServer.start(0, () -> FIGURES)) {
            assertThrows(IOException.class, () -> new Socket("127.0.0.2", server.port()).close());
            assertThrows(BindException.class, () -> MetricsServer.start(server.port(), () -> FIGURES));
        }
    }

    private static String lines(String answer, String pattern) {
        return answer.lines()
                .filter(line -> line.matches(pattern))
                .sorted()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static HttpResponse<String> get(MetricsServer server, String accepted) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                .header("Accept", accepted)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
