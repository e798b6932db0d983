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
    /** Which descriptors are open besides. */
    @Param
    public Layout descriptors;

    private final List<SocketChannel> others = new ArrayList<>();

    /** What is opened gets the lowest number that is free, so the gaps decide what is near it. */
    public enum Layout {
        TEN(10, 0),
        PACKED(5000, 0),
        EVERY_SECOND(10_000, 2),
        GAPS(5000, 32),
        ONE_GAP(5000, 5000);

        private final int count;
        private final int gapEvery;

        /** @param gapEvery 0 for no gap */
        Layout(int count, int gapEvery) {
            this.count = count;
            this.gapEvery = gapEvery;
        }
    }

    @Setup
    public void open() throws IOException {
        List<SocketChannel> gaps = new ArrayList<>();
        for (int i = 0; i < descriptors.count; i++) {
            boolean gap = descriptors.gapEvery != 0 && i % descriptors.gapEvery == 0;
            (gap ? gaps : others).add(SocketChannel.open());
        }
        for (SocketChannel gap : gaps) {
            gap.close();
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
