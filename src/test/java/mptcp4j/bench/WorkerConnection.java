package mptcp4j.bench;

import static mptcp4j.socket.MptcpMode.REQUIRE;

import com.sun.management.ThreadMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import mptcp4j.socket.Mptcp;
import mptcp4j.socket.MptcpConnection;
import mptcp4j.socket.Subflow;
import mptcp4j.socket.SubflowSpec;

/** {@code native/bench/connection.h} in Java: a connection, and what is done with it. */
final class WorkerConnection implements Closeable {
    private final SocketChannel channel;
    private final MptcpConnection connection;

    /** Keeps the compiler from leaving out what nobody reads. */
    private List<Subflow> last = List.of();

    private WorkerConnection(SocketChannel channel, MptcpConnection connection) {
        this.channel = channel;
        this.connection = connection;
    }

    static WorkerConnection to(InetSocketAddress server) throws IOException {
        SocketChannel channel = Mptcp.openSocketChannel(REQUIRE);
        channel.connect(server);
        channel.write(ByteBuffer.allocate(1));
        channel.read(ByteBuffer.allocate(1));
        return new WorkerConnection(channel, MptcpConnection.of(channel));
    }

    long token() throws IOException {
        return connection.token();
    }

    /** @param what {@code subflows}, or {@code measured}, which is all that was measured of each, too */
    long read(String what, int times, LongConsumer samples) throws IOException {
        Reading reading = reading(what);
        for (int i = 0; i < times; i++) {
            long since = System.nanoTime();
            reading.read();
            samples.accept(System.nanoTime() - since);
        }
        return last.size();
    }

    /** Returns how many bytes a reading allocates. */
    long allocation(String what, int times) throws IOException {
        Reading reading = reading(what);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            reading.read();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / times;
    }

    private Reading reading(String what) {
        return "measured".equals(what) ? this::readMeasured : this::readSubflows;
    }

    private void readSubflows() throws IOException {
        last = connection.subflows();
    }

    private void readMeasured() throws IOException {
        last = connection.subflows();
        last.forEach(Subflow::tcpInfo);
    }

    long open(int times, InetAddress local, LongConsumer samples) throws IOException {
        SubflowSpec spec = SubflowSpec.from(local);
        for (int i = 0; i < times; i++) {
            samples.accept(timeOfDay());
            Subflow opened = connection.openSubflow(spec);
            connection.closeSubflow(opened.id());
        }
        return times;
    }

    /** CLOCK_REALTIME in nanoseconds: that is what an instant of the JDK has, on Linux. */
    private static long timeOfDay() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @FunctionalInterface
    private interface Reading {
        void read() throws IOException;
    }
}
