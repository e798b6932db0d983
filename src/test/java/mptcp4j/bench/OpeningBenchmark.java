package mptcp4j.bench;

import static mptcp4j.socket.MptcpMode.REQUIRE;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mptcp4j.socket.Mptcp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Opening a channel and closing it again, plain and MPTCP. Each call is timed, so that what disturbs some moves no median. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class OpeningBenchmark {
    /** How many descriptors are open besides. */
    @Param({"10", "5000"})
    public int descriptors;

    private final List<SocketChannel> others = new ArrayList<>();

    @Setup
    public void open() throws IOException {
        for (int i = 0; i < descriptors; i++) {
            others.add(SocketChannel.open());
        }
    }

    @TearDown
    public void close() throws IOException {
        for (SocketChannel other : others) {
            other.close();
        }
    }

    @Benchmark
    public void plainChannel() throws IOException {
        SocketChannel.open().close();
    }

    @Benchmark
    public void openSocketChannel() throws IOException {
        Mptcp.openSocketChannel(REQUIRE).close();
    }

    @Benchmark
    public void upgradeSocketChannel() throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            Mptcp.upgrade(channel, REQUIRE);
        }
    }

    @Benchmark
    public void plainServer() throws IOException {
        ServerSocketChannel.open().close();
    }

    @Benchmark
    public void openServerSocketChannel() throws IOException {
        Mptcp.openServerSocketChannel(REQUIRE).close();
    }
}
