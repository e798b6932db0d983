package mptcp4j.bench;

import static mptcp4j.socket.MptcpMode.REQUIRE;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import mptcp4j.Errno;
import mptcp4j.LinuxException;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.SubflowOption;

/** To set an option of one subflow, which takes a walk over all TCP sockets of the namespace: alone, and among others. */
final class OptionTimes implements Closeable {
    private static final int WARM_UPS = 1200;
    private static final int CALLS = 500;
    private static final int OTHERS = 1000;

    private final Deque<Closeable> others = new ArrayDeque<>();

    private OptionTimes() {}

    static void run(Report report, SubflowScene scene) throws IOException {
        scene.host().run(() -> {
            try (var times = new OptionTimes();
                    SocketChannel channel = Mptcp.openSocketChannel(REQUIRE)) {
                channel.connect(scene.serverAddress());
                channel.write(ByteBuffer.wrap(new byte[1]));
                channel.read(ByteBuffer.allocate(1));
                times.measure(report, MptcpConnection.of(channel));
            } catch (LinuxException e) {
                if (!e.errno().equals(Errno.EPERM) && !e.errno().equals(Errno.ENOSYS)) {
                    throw e;
                }
                report.table("setting an option of a subflow is not measured: " + e.getMessage());
            }
        });
    }

    private void measure(Report report, MptcpConnection connection) throws IOException {
        times(connection, WARM_UPS);
        double[] alone = times(connection, CALLS);
        addOthers();
        times(connection, WARM_UPS / 4);
        double[] among = times(connection, CALLS);
        report.table("set an option of a subflow, us", "median", "99 %");
        row(report, "alone", alone);
        row(report, "among %,d other TCP sockets".formatted(OTHERS), among);
        report.row(
                "the walk, of each other socket, ns",
                "%.0f".formatted((quantile(among, 0.5) - quantile(alone, 0.5)) / OTHERS),
                "");
    }

    private static double[] times(MptcpConnection connection, int calls) throws IOException {
        double[] nanos = new double[calls];
        for (int i = 0; i < calls; i++) {
            long begin = System.nanoTime();
            connection.setOption(1, SubflowOption.TCP_USER_TIMEOUT, i);
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    /** Half of them clients, half servers. */
    private void addOthers() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < OTHERS / 2; i++) {
                others.push(SocketChannel.open(listener.getLocalAddress()));
                others.push(listener.accept());
            }
        }
    }

    private static void row(Report report, String name, double... nanos) {
        report.row(name, micros(quantile(nanos, 0.5)), micros(quantile(nanos, 0.99)));
    }

    private static double quantile(double[] nanos, double share) {
        return Spread.quantile(share, DoubleStream.of(nanos));
    }

    private static String micros(double nanos) {
        return "%.1f".formatted(nanos / TimeUnit.MICROSECONDS.toNanos(1));
    }

    @Override
    public void close() throws IOException {
        while (!others.isEmpty()) {
            others.pop().close();
        }
    }
}
