package mptcp4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.Limits;
import mptcp4j.pm.PathManager;
import org.jspecify.annotations.Nullable;

/** {@code native/bench/yardstick.c} in Java: takes the same orders but for those of the wire, and answers alike. */
final class Worker {
    private final PathManager pathManager;
    private final Connections connections;
    private @Nullable WorkerConnection connection;
    private LongStream.Builder samples = LongStream.builder();

    private Worker(PathManager pathManager, Connections connections) {
        this.pathManager = pathManager;
        this.connections = connections;
    }

    public static void main(String[] ignored) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (PathManager pathManager = PathManager.open();
                Connections connections = Connections.open()) {
            var worker = new Worker(pathManager, connections);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                long since = System.nanoTime();
                long outcome = worker.run(order.split(" "));
                worker.answer(System.nanoTime() - since, outcome);
            }
        }
    }

    private void answer(long took, long outcome) {
        var line = new StringJoiner(" ").add(Long.toString(took)).add(Long.toString(outcome));
        samples.build().forEach(sample -> line.add(Long.toString(sample)));
        System.out.println(line);
    }

    private long run(String... order) throws IOException {
        samples = LongStream.builder();
        return switch (order[0]) {
            case "limits" -> limits(Integer.parseInt(order[1]));
            case "backup" ->
                backup(
                        Integer.parseInt(order[1]),
                        pathManager.connection(Long.parseLong(order[2])),
                        address(order[3], order[4]),
                        address(order[5], order[6]));
            case "connections" -> connections(Integer.parseInt(order[1]));
            case "connect" -> connect(address(order[1], order[2]));
            case "subflows", "measured" -> connection().read(order[0], Integer.parseInt(order[1]), samples);
            case "allocation" -> connection().allocation(order[1], Integer.parseInt(order[2]));
            case "open" -> connection().open(Integer.parseInt(order[1]), InetAddress.getByName(order[2]), samples);
            default -> throw new IllegalArgumentException(order[0]);
        };
    }

    private long limits(int times) throws IOException {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            Limits limits = pathManager.limits();
            sum = Math.addExact(limits.addAddrAccepted(), limits.subflows());
        }
        return sum;
    }

    private static long backup(
            int times, ConnectionPathManager connection, InetSocketAddress local, InetSocketAddress remote)
            throws IOException {
        for (int i = 0; i < times; i++) {
            connection.setBackup(local, remote, i % 2 == 0);
        }
        return times;
    }

    private long connections(int times) throws IOException {
        long joined = 0;
        for (int i = 0; i < times; i++) {
            joined = 0;
            for (Connection connection : connections.list()) {
                joined += connection.subflows().orElseThrow().size();
            }
        }
        return joined;
    }

    private long connect(InetSocketAddress server) throws IOException {
        if (connection != null) {
            connection.close();
        }
        connection = WorkerConnection.to(server);
        return connection.token();
    }

    private WorkerConnection connection() {
        return Objects.requireNonNull(connection, "connect first");
    }

    private static InetSocketAddress address(String address, String port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), Integer.parseInt(port));
    }
}
