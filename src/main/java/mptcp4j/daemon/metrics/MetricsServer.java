package mptcp4j.daemon.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import mptcp4j.diag.Counters;

/**
 * Answers {@code GET /metrics} on 127.0.0.1, in the network namespace of the thread that starts it, in Prometheus' text format 0.0.4.
 * Who can connect there may read: the figures have no secrets but addresses of this host. Thread-safe.
 */
public final class MetricsServer implements Closeable {
    private static final String PATH = "/metrics";
    private static final int BACKLOG = 8;
    /** One who asks slowly does not keep others waiting; they wait where there are more of these. */
    private static final int THREADS = 4;

    /** Properties of the JDK's server, which has no other way to say it; what somebody set counts. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "5", // seconds until a request is whole
            "sun.net.httpserver.maxRspTime", "10",
            "jdk.httpserver.maxConnections", "64");

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final HttpServer server;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), MetricsServer::thread);
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Exposition exposition;

    private MetricsServer(HttpServer server, Exposition exposition) {
        this.server = server;
        this.exposition = exposition;
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /**
     * Starts one.
     *
     * @param port of TCP; 0 for any that is free
     * @throws IOException if somebody else has the port
     */
    public static MetricsServer start(int port, MetricsSource source) throws IOException {
        LIMITS.forEach((property, value) -> System.getProperties().putIfAbsent(property, value));
        var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        var metrics = new MetricsServer(HttpServer.create(address, BACKLOG), new Exposition(source, Counters::read));
        metrics.server.start();
        return metrics;
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "mptcp4j-metrics");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                send(exchange, NOT_FOUND, "text/plain", text("the figures are at " + PATH + "\n"));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, METHOD_NOT_ALLOWED, "text/plain", text("only GET\n"));
            } else {
                sendFigures(exchange);
            }
        }
    }

    private void sendFigures(HttpExchange exchange) throws IOException {
        var figures = new ByteArrayOutputStream();
        try {
            writer.write(figures, exposition.read());
        } catch (IOException e) {
            send(exchange, SERVICE_UNAVAILABLE, "text/plain", text(e.getMessage() + "\n"));
            return;
        }
        send(exchange, OK, writer.getContentType(), figures.toByteArray());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
