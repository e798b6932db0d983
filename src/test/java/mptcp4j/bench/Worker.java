package mptcp4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import mptcp4j.diag.Connection;
import mptcp4j.diag.Connections;
import mptcp4j.pm.ConnectionPathManager;
import mptcp4j.pm.Limits;
import mptcp4j.pm.PathManager;

/** {@code native/bench/yardstick.c} in Java: takes the same orders, and answers alike. */
final class Worker {
    private final PathManager pathManager;
    private final Connections connections;

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
                System.out.println(System.nanoTime() - since + " " + outcome);
            }
        }
    }

    private long run(String... order) throws IOException {
        int times = Integer.parseInt(order[1]);
        return switch (order[0]) {
            case "limits" -> limits(times);
            case "backup" ->
                backup(
                        times,
                        pathManager.connection(Long.parseLong(order[2])),
                        address(order[3], order[4]),
                        address(order[5], order[6]));
            case "connections" -> connections(times);
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

    private static InetSocketAddress address(String address, String port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), Integer.parseInt(port));
    }
}
