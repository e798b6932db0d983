package mptcp4j.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mptcp4j.daemon.metrics.Figures;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Subflow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the daemon counts, beside what the kernel says. */
@Timeout(60)
class FiguresKernelIT {
    private static final int PORT = 9464;

    private ManagedHosts hosts;

    @BeforeEach
    void create() throws IOException {
        hosts = ManagedHosts.create(2);
    }

    @AfterEach
    void close() throws IOException {
        hosts.close();
    }

    @Test
    void areThoseOfTheKernel() throws Exception {
        Daemon daemon = hosts.daemon("[metrics]\nport = " + PORT + "\n[default]\npolicy = \"aggregate\"\n");
        hosts.client().run(daemon::openMetrics);
        ManagedHosts.Stream stream = hosts.connect();
        hosts.await("two subflows", all -> all.size() == 2);
        for (int i = 0; i < 50; i++) {
            stream.echo();
        }
        hosts.await(
                "all bytes of both addresses are counted",
                () -> sent(daemon.figures()).equals(sent()));

        Figures figures = daemon.figures();
        assertEquals(Map.of("aggregate", 1L), figures.connections());
        assertEquals(
                Set.of("established " + link(0) + " 1", "established " + link(1) + " 1"),
                figures.subflows().stream()
                        .map(its -> its.state() + " " + its.link() + " " + its.count())
                        .collect(Collectors.toSet()));
        assertEquals(Map.of(), figures.refusals());
        assertEquals(0, figures.overflows());
        assertTrue(figures.eventLag().toNanos() > 0, figures.toString());

        String answer = hosts.client().call(() -> get(PORT));
        assertTrue(answer.contains("\nmptcp4j_connections{policy=\"aggregate\"} 1.0\n"), answer);
        assertTrue(answer.contains("\nmptcp4j_kernel_events_total{name=\"MPCapableSYNTX\"} 1.0\n"), answer);
    }

    @Test
    void somebodyElseHasThePort() throws Exception {
        Daemon daemon = hosts.daemon("[metrics]\nport = " + PORT + "\n");
        hosts.client().run(daemon::openMetrics);
        var thrown = assertThrows(IOException.class, () -> hosts.client().run(daemon::openMetrics));
        assertEquals("metrics on port " + PORT + ": Address already in use", thrown.getMessage());
    }

    private String link(int path) {
        return hosts.client().linkName(path);
    }

    private static Map<InetAddress, Long> sent(Figures figures) {
        return figures.paths().stream().collect(Collectors.toMap(Figures.Path::address, Figures.Path::sent));
    }

    private Map<InetAddress, Long> sent() throws IOException {
        Connection only = hosts.connections().get(0);
        return only.subflows().orElseThrow().stream()
                .collect(Collectors.toMap(its -> its.local().getAddress(), FiguresKernelIT::bytesSent));
    }

    private static long bytesSent(Subflow subflow) {
        return subflow.tcpInfo().orElseThrow().traffic().bytesSent();
    }

    /** In the namespace, which a client with threads of its own would not be in. */
    private static String get(int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
